import type { JsonValue } from '@oauth/core/plugin';
interface MemberRule {
  readonly names: RegExp;
  readonly holds: (value: JsonValue, issuer: string) => boolean;
  readonly message: string;
}

const isTextList = (value: JsonValue): boolean =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');

/** Rules for the members of RFC 8414 section 2, and for members named like them. */
const memberRules: readonly MemberRule[] = [
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
    message: 'must be a list of strings, left out if it is empty',
  },
  {
    names: /_supported$/,
    holds: (value) => typeof value === 'boolean' || isTextList(value),
    message: 'must be true, false, or a list of strings',
  },
];

/** What is wrong with a member, as the part of a sentence that follows the member's name. */
export function findMemberFault(
  member: string,
  value: JsonValue | undefined,
  issuer: string,
): string | undefined {
  if (value === undefined) return undefined;
  if (member === 'signed_metadata') return 'must be left out, the option sign makes it';
  const rule = memberRules.find(({ names }) => names.test(member));
  if (rule === undefined || rule.holds(value, issuer)) return undefined;
  return `${rule.message}, not ${JSON.stringify(value)}`;
}

function isUrl(value: JsonValue, scheme: RegExp): boolean {
  return typeof value === 'string' && scheme.test(value) && URL.canParse(value);
}
