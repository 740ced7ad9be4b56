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
    unknownPages(value).length === 0 &&
    Object.values(value).every((page) => typeof page === 'function')
  );
}

/** Names in a templates module that no page has. */
export function unknownPages(value: object): readonly string[] {
  return Object.keys(value).filter((name) => !Object.hasOwn(standardPages, name));
}
