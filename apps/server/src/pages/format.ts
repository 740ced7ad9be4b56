/** Formats where a redirect leads: a host, or the app that has the URI's scheme. */
export function formatDestination(redirectUri: string): string {
  const { protocol, host } = new URL(redirectUri);
  if (protocol !== 'https:' && protocol !== 'http:') return `the app ${protocol.slice(0, -1)}`;
  return /^(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(host)
    ? `an app on this device (${host})`
    : host;
}

const durationUnits = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** Formats seconds in the largest unit of which they have at least one. */
export function formatDuration(seconds: number): string {
  const [unit, length] = durationUnits.find(([, size]) => seconds >= size) ?? ['second', 1];
  const count = Math.ceil(seconds / length);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
