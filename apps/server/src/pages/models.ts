import type { Html } from './html.js';

/** What a page shows, without what all pages share. */
export interface Page {
  /** For the browser's tab and history. */
  readonly title: string;
  readonly main: Html;
}

/** A client, as a page may show it: links are http or https. */
export interface ShownClient {
  readonly id: string;
  readonly name: string;
  readonly website?: string | undefined;
  readonly terms?: string | undefined;
  readonly privacy?: string | undefined;
}

/** A user, as a page may show it. */
export interface ShownUser {
  readonly name: string;
  readonly username: string;
}

/** A form's target, and the hidden field that shows it to be from a page of ours. */
export interface FormModel {
  readonly action: string;
  /** Goes back as the field `proof`. */
  readonly proof: string;
}

/** Asks for the fields `username` and `password`. */
export interface SignInModel {
  readonly form: FormModel;
  /** On whose behalf, if a client sent the user here. */
  readonly client?: ShownClient | undefined;
  /** What the user has typed before. */
  readonly username?: string | undefined;
  /** What went wrong. */
  readonly error?: string | undefined;
  /** What happened before, such as a session that ended. */
  readonly notice?: string | undefined;
  /** Demo users, to try out. */
  readonly hints: readonly { readonly username: string; readonly password: string }[];
}

/** A scope in words. */
export interface ShownScope {
  readonly name: string;
  readonly sentence: string;
}

/** Asks for the field `decision` (`approve`, `deny` or `switch`) and `scope`, one checkbox each. */
export interface ConsentModel {
  readonly form: FormModel;
  readonly client: ShownClient;
  readonly user: ShownUser;
  readonly scopes: readonly (ShownScope & { readonly checked: boolean })[];
  /** Where the answer goes, as in `app.example`. */
  readonly destination: string;
  /** Whether anything on this device could pretend to be the client (RFC 8252 section 8.6). */
  readonly native: boolean;
  /** How long the answer is remembered, in words; not at all if undefined. */
  readonly remembered?: string | undefined;
  readonly error?: string | undefined;
}

/** An app that the user lets in. Posting its id as `client_id` takes that back. */
export interface ConnectedApp {
  readonly client: ShownClient;
  readonly scopes: readonly ShownScope[];
  readonly since: Date;
  readonly lastUsedAt: Date;
}

export interface ConnectedAppsModel {
  readonly form: FormModel;
  readonly user: ShownUser;
  readonly apps: readonly ConnectedApp[];
  readonly notice?: string | undefined;
}

/** Asks whether to sign out. */
export interface SignOutModel {
  readonly form: FormModel;
  readonly user: ShownUser;
}

/** Says something and offers one way on. */
export interface MessageModel {
  readonly title: string;
  readonly text: string;
  readonly tone: 'error' | 'success';
  /** For whoever helps the user: what exactly was refused. */
  readonly detail?: string | undefined;
  /** For the operator of a demo: why, and what to change. */
  readonly operator?: { readonly reason: string; readonly hint?: string | undefined } | undefined;
  readonly link?: { readonly href: string; readonly text: string } | undefined;
}

export interface HomeModel {
  readonly user?: ShownUser | undefined;
  readonly links: Links;
}

/** The server's own pages. */
export interface Links {
  readonly home: string;
  readonly signIn: string;
  readonly signOut: string;
  readonly connectedApps: string;
}

/** What all pages share. */
export interface LayoutModel {
  readonly page: Page;
  readonly theme: Theme;
  readonly links: Links;
  readonly user?: ShownUser | undefined;
}

/** What makes the pages somebody's own. */
export interface Theme {
  /** The name above each page. */
  readonly brand: string;
  /** URLs of the stylesheet and the logo, on this server. */
  readonly stylesheet: string;
  readonly logo: string;
}

/** Every page there is; a templates module may replace any of them. */
export interface Pages {
  readonly layout: (model: LayoutModel) => Html;
  readonly signIn: (model: SignInModel) => Page;
  readonly consent: (model: ConsentModel) => Page;
  readonly connectedApps: (model: ConnectedAppsModel) => Page;
  readonly signOut: (model: SignOutModel) => Page;
  readonly message: (model: MessageModel) => Page;
  readonly home: (model: HomeModel) => Page;
}
