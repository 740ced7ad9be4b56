import type { HttpResponse } from '@oauth/core';
import { json } from '@oauth/core/plugin';
import type { FlowParts } from '../flow/parts.js';
import type { Routes } from '../http/routes.js';

/** What balancers and supervisors ask: whether the process lives, and whether it can serve. */
export function healthRoutes({ store, emit }: Pick<FlowParts, 'store' | 'emit'>): Routes {
  let asking: Promise<HttpResponse> | undefined;

  async function askStore(): Promise<HttpResponse> {
    try {
      await store.get('readyz');
      return json(200, { status: 'ok' });
    } catch (cause) {
      emit({ type: 'request.failed', reason: 'store.unavailable', cause });
      return json(503, { status: 'unavailable' });
    }
  }

  return {
    '/healthz': { GET: () => json(200, { status: 'ok' }) },
    '/readyz': {
      // However many ask at once, the store is asked once.
      GET: () => (asking ??= askStore().finally(() => (asking = undefined))),
    },
  };
}
