import type { Client } from '../clients.js';
import type { ServerMetadata } from '../oauth/metadata.js';
import type { Run } from '../run/run.js';

/** Where client, server and API are: URLs without a slash at their end. */
export interface Addresses {
  readonly clientUrl: string;
  readonly issuer: string;
  readonly apiUrl: string;
}

/** What every step at the server needs. */
export interface ServerAccess {
  readonly run: Run;
  readonly server: ServerMetadata;
  readonly client: Client;
}

/** A choice or a text that the page asks for before a run. */
export type Field =
  | {
      readonly name: string;
      readonly label: string;
      readonly choices: readonly { readonly value: string; readonly text: string }[];
    }
  | { readonly name: string; readonly label: string; readonly value: string };

/** The flow of one grant: what its page says, and how it runs. */
export interface Flow {
  /** Its path on this site. */
  readonly slug: string;
  readonly title: string;
  /** One sentence for the overview. */
  readonly summary: string;
  readonly text: string;
  /** Why new apps should not use it. */
  readonly legacy?: string;
  readonly fields: readonly Field[];
  run(run: Run, addresses: Addresses, form: URLSearchParams): Promise<void>;
}
