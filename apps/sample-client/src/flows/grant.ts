import type { Run } from '../run/run.js';

/** Where everybody is. URLs have no slash at their end. */
export interface World {
  /** This client. */
  readonly own: string;
  readonly issuer: string;
  readonly api: string;
}

/** A choice or a text that the page asks for before a run. */
export type Field =
  | {
      readonly name: string;
      readonly label: string;
      readonly choices: readonly { readonly value: string; readonly text: string }[];
    }
  | { readonly name: string; readonly label: string; readonly value: string };

/** A grant that can be run, and what its page says. */
export interface Grant {
  /** Its path. */
  readonly slug: string;
  readonly title: string;
  /** For the overview: one sentence. */
  readonly summary: string;
  readonly text: string;
  /** Why nobody should build on it. */
  readonly legacy?: string;
  readonly fields: readonly Field[];
  run(run: Run, world: World, form: URLSearchParams): Promise<void>;
}
