import type { Html } from '@oauth/app-kit/html';

/** The content of a page, without what all pages share. */
export interface Page {
  /** For the browser's tab and history. */
  readonly title: string;
  readonly main: Html;
}

/** A client. Its links are http or https, whatever its metadata has. */
export interface ClientView {
  readonly id: string;
  readonly name: string;
  readonly website?: string | undefined;
  readonly terms?: string | undefined;
  readonly privacy?: string | undefined;
}

/** A user. */
export interface UserView {
  readonly name: string;
  readonly username: string;
}

/** A scope with the sentence that explains it. */
export interface ScopeView {
  readonly name: string;
  readonly sentence: string;
}

/** Where a form posts to, and what proves that this server made it. */
export interface FormView {
  readonly action: string;
  /** Posted back as the field `csrf_token`. */
  readonly csrfToken: string;
}

/** Asks for the fields `username` and `password`. */
export interface SignInView {
  readonly form: FormView;
  /** The client that sent the user here, if one did. */
  readonly client?: ClientView | undefined;
  /** The username that the user typed before. */
  readonly username?: string | undefined;
  /** Why the last attempt failed. */
  readonly error?: string | undefined;
  /** What happened before, such as a session that ended. */
  readonly notice?: string | undefined;
  /** The users of a demo. */
  readonly hints: readonly { readonly username: string; readonly password: string }[];
}

/** Asks for the field `decision` (`approve`, `deny` or `switch`) and `scope`, one checkbox each. */
export interface ConsentView {
  readonly form: FormView;
  readonly client: ClientView;
  readonly user: UserView;
  readonly scopes: readonly (ScopeView & { readonly checked: boolean })[];
  /** Where the response goes, such as `app.example`. */
  readonly destination: string;
  /** Whether another app on the device can pose as the client (RFC 8252 section 8.6). */
  readonly native: boolean;
  /** How long the decision is remembered, in words; `undefined` if it is not. */
  readonly remembered?: string | undefined;
  /** Why the last decision did not count. */
  readonly error?: string | undefined;
}

/** A connected app. A form that posts its id as `client_id` removes it. */
export interface ConnectedAppView {
  readonly client: ClientView;
  readonly scopes: readonly ScopeView[];
  readonly since: Date;
  readonly lastUsedAt: Date;
}

/** Lists the apps that may use the user's account. */
export interface ConnectedAppsView {
  readonly form: FormView;
  readonly user: UserView;
  readonly apps: readonly ConnectedAppView[];
  /** What happened before, such as an app that was removed. */
  readonly notice?: string | undefined;
}

/** Asks whether to sign out. */
export interface SignOutView {
  readonly form: FormView;
  readonly user: UserView;
}

/** Tells the user something and offers one link. */
export interface MessageView {
  readonly title: string;
  readonly text: string;
  readonly tone: 'error' | 'success';
  /** What exactly was refused, for the people who help the user. */
  readonly detail?: string | undefined;
  /** Why, and what to change: for the operator of a demo. */
  readonly operator?: { readonly reason: string; readonly hint?: string | undefined } | undefined;
  readonly link?: { readonly href: string; readonly text: string } | undefined;
}

/** The root page. */
export interface HomeView {
  /** The user who is signed in. */
  readonly user?: UserView | undefined;
  readonly links: Links;
}

/** Paths of the app's pages. */
export interface Links {
  readonly home: string;
  readonly signIn: string;
  readonly signOut: string;
  readonly connectedApps: string;
}

/** What all pages share. */
export interface LayoutView {
  readonly page: Page;
  readonly theme: ThemeView;
  readonly links: Links;
  readonly user?: UserView | undefined;
}

/** The theme of the operator. */
export interface ThemeView {
  /** The name above each page. */
  readonly brand: string;
  /** Path of the stylesheet on this server. */
  readonly stylesheet: string;
  /** Path of the logo on this server. */
  readonly logo: string;
}

/** All pages; a templates module may replace any of them. */
export interface Pages {
  readonly layout: (view: LayoutView) => Html;
  readonly signIn: (view: SignInView) => Page;
  readonly consent: (view: ConsentView) => Page;
  readonly connectedApps: (view: ConnectedAppsView) => Page;
  readonly signOut: (view: SignOutView) => Page;
  readonly message: (view: MessageView) => Page;
  readonly home: (view: HomeView) => Page;
}
