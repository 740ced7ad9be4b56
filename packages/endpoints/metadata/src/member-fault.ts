import type { JsonValue } from '@oauth/core/plugin';

interface Rule {
  readonly names: RegExp;
  readonly holds: (value: JsonValue, issuer: string) => boolean;
  readonly message: string;
}

const isTextList = (value: JsonValue): boolean =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');

/** What the names of RFC 8414 section 2, and those modelled on them, say of their values. */
const rules: readonly Rule[] = [
  { names: /^signed_metadata$/, holds: () => false, message: 'is made by the option sign' },
  {
    names: /_endpoint$|^jwks_uri$/,
    holds: (value, issuer) => isUrl(value, issuer.startsWith('http:') ? /^https?:/ : /^https:/),
    message: 'must be an https URL',
  },
  {
    names: /_uri$|^service_documentation$/,
    holds: (value) => isUrl(value, /^https?:/),
    message: 'must be an http or https URL',
  },
  {
    names: /(^|_)(claims|locales|methods|modes|scopes|types|values)_supported$/,
    holds: isTextList,
    message: 'must be a list of strings, and left out when there are none',
  },
  {
    names: /_supported$/,
    holds: (value) => typeof value === 'boolean' || isTextList(value),
    message: 'must be true, false, or a list of strings',
  },
];

/** What is wrong with a member, in words that follow its name. */
export function memberFault(
  member: string,
  value: JsonValue | undefined,
  issuer: string,
): string | undefined {
  if (value === undefined) return undefined;
  const rule = rules.find(({ names }) => names.test(member));
  return rule === undefined || rule.holds(value, issuer) ? undefined : rule.message;
}

function isUrl(value: JsonValue, scheme: RegExp): boolean {
  return typeof value === 'string' && scheme.test(value) && URL.canParse(value);
}
