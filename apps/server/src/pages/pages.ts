import { connectedApps } from './connected-apps.js';
import { consent } from './consent.js';
import { home } from './home.js';
import { layout } from './layout.js';
import { message } from './message.js';
import type { Pages } from './models.js';
import { signIn } from './sign-in.js';
import { signOut } from './sign-out.js';

/** The pages as they come. */
export const standardPages: Pages = {
  layout,
  signIn,
  consent,
  connectedApps,
  signOut,
  message,
  home,
};

/** Whether a templates module gave page functions, and nothing that there is no page for. */
export function isPages(value: unknown): value is Partial<Pages> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).every(
      ([name, page]) => Object.hasOwn(standardPages, name) && typeof page === 'function',
    )
  );
}
