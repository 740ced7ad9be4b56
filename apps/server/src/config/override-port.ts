import type { Config } from './config.js';

/** Sets the port to listen on. A demo's issuer gets it too. */
export function overridePort(config: Config, port: number = config.listen.port): Config {
  const listen = { ...config.listen, port };
  if (!config.demo || !URL.canParse(config.issuer)) return { ...config, listen };
  const issuer = new URL(config.issuer);
  issuer.port = String(port);
  return { ...config, listen, issuer: issuer.href.replace(/\/$/, '') };
}
