import { connectedAppsPage } from './connected-apps.js';
import { consentPage } from './consent.js';
import { homePage } from './home.js';
import { pageLayout } from './layout.js';
import { messagePage } from './message.js';
import { signInPage } from './sign-in.js';
import { signOutPage } from './sign-out.js';
import type { Pages } from './views.js';

/** The pages that a templates module does not replace. */
export const defaultPages: Pages = {
  layout: pageLayout,
  signIn: signInPage,
  consent: consentPage,
  connectedApps: connectedAppsPage,
  signOut: signOutPage,
  message: messagePage,
  home: homePage,
};

/** Whether a templates module returned functions for known pages, and nothing else. */
export function isPages(value: unknown): value is Partial<Pages> {
  return (
    typeof value === 'object' &&
    value !== null &&
    findUnknownPages(value).length === 0 &&
    Object.values(value).every((page) => typeof page === 'function')
  );
}

/** Member names of a templates module that are no pages. */
export function findUnknownPages(value: object): readonly string[] {
  return Object.keys(value).filter((name) => !Object.hasOwn(defaultPages, name));
}
