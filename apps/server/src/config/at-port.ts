import type { Config } from './config.js';

/** The configuration with another port; a demo's issuer follows it. */
export function atPort(config: Config, port: number = config.listen.port): Config {
  const listen = { ...config.listen, port };
  if (!config.demo || !URL.canParse(config.issuer)) return { ...config, listen };
  const issuer = new URL(config.issuer);
  issuer.port = String(port);
  return { ...config, listen, issuer: issuer.href.replace(/\/$/, '') };
}
