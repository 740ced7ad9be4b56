import { json, type HttpResponse } from '@oauth/core/plugin';
import type { FlowContext } from '../flow/flow-context.js';
import type { Routes } from '../http/routes.js';

/** Probes for load balancers and supervisors: `/healthz` (it runs), `/readyz` (it can serve). */
export function healthRoutes({ store, emit }: Pick<FlowContext, 'store' | 'emit'>): Routes {
  let pendingProbe: Promise<HttpResponse> | undefined;

  async function probeStore(): Promise<HttpResponse> {
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
      // Probes at the same time share one read, so that they cannot load the store.
      GET: () => (pendingProbe ??= probeStore().finally(() => (pendingProbe = undefined))),
    },
  };
}
