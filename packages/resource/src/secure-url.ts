const loopback = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** Whether what goes there cannot be read or changed on the way: https, or http on this machine. */
export function isSecure(text: string, insecure = false): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && (insecure || loopback.test(hostname)));
}
