/** Splits a URL that is absolute or starts with a slash into path and query; drops a fragment. */
export function splitUrl(url: string): { path: string; query: string } {
  const [, path, query] = /^(?:[^/?#]*:\/\/[^/?#]*)?([^?#]*)\??([^#]*)/.exec(url) ?? [];
  return { path: path || '/', query: query ?? '' };
}
