import type { HttpRequest, HttpResponse, RenderErrorPage } from '@oauth/core';
import type { FlowContext } from './flow-context.js';

/** Shows errors that must not be redirected: enough to get help, nothing for an attacker. */
export function errorPage({
  config,
  renderer,
}: Pick<FlowContext, 'config' | 'renderer'>): RenderErrorPage {
  return ({ status, code, reason, options }) => {
    const { description, hint, headers } = options;
    const isServerError = status >= 500;
    const response = renderer.renderMessage(
      {
        title: isServerError ? 'Something went wrong here' : 'This request cannot be completed',
        text: isServerError
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

/** The page for an unknown path. */
export function renderNotFoundPage({ renderer }: FlowContext): HttpResponse {
  return renderer.renderMessage(
    {
      title: 'There is no such page',
      text: 'The link is wrong, or the page is gone.',
      tone: 'error',
      link: { href: renderer.links.home, text: 'Your account' },
    },
    { status: 404 },
  );
}

/** Whether the client is a browser, which shows pages. */
export function isFromBrowser(request: HttpRequest): boolean {
  return request.headers.get('accept')?.includes('text/html') === true;
}
