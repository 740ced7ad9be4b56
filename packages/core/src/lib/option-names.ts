import type { Check } from '../contract/plugin.js';

type KeyOf<Options> = Options extends Options ? keyof Options & string : never;

/** Every option there is: the compiler refuses a missing and a misspelt one. */
export type OptionNames<Options> = Readonly<Record<KeyOf<Options>, true>>;

/** Notes options that do not exist, so that a misspelt one is not overlooked. */
export function checkOptionNames(
  options: object,
  names: Readonly<Record<string, true>>,
  check: Check,
  prefix = '',
): void {
  for (const name of Object.keys(options))
    check(
      Object.hasOwn(names, name),
      prefix + name,
      `is not an option; the options are ${Object.keys(names).join(', ')}`,
    );
}
