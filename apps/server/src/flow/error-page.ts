import type { HttpRequest, HttpResponse, RenderErrorPage } from '@oauth/core';
import type { FlowParts } from './parts.js';

/** Shows what must not be redirected: it says enough to get help, and nothing to an attacker. */
export function errorPage({
  config,
  render,
}: Pick<FlowParts, 'config' | 'render'>): RenderErrorPage {
  return ({ status, code, reason, options }) => {
    const { description, hint, headers } = options;
    const ours = status >= 500;
    const response = render.message(
      {
        title: ours ? 'Something went wrong here' : 'This request cannot be completed',
        text: ours
          ? 'It is not your fault. Please try again in a minute.'
          : 'The app that sent you here has asked for something that is not possible. Go back to it and try again; if that does not help, tell the people who run it.',
        tone: 'error',
        detail: description === undefined ? code : `${code}: ${description}`,
        operator: config.demo ? { reason, hint } : undefined,
      },
      { status },
    );
    return { ...response, headers: { ...headers, ...response.headers } };
  };
}

/** The page for a path that nothing is at. */
export function notFound({ render }: FlowParts): HttpResponse {
  return render.message(
    {
      title: 'There is no such page',
      text: 'The link is wrong, or the page is gone.',
      tone: 'error',
      link: { href: render.links.home, text: 'Your account' },
    },
    { status: 404 },
  );
}

/** Whether a browser asks, which shows pages. */
export function wantsPage(request: HttpRequest): boolean {
  return request.headers.get('accept')?.includes('text/html') === true;
}
