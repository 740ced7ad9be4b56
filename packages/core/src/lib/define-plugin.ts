import type { Plugin } from '../contract/plugin.js';

/** Types a plugin exactly, so that the server's types know its keys. */
export function definePlugin<const P extends Plugin>(plugin: P & Plugin): P {
  return plugin;
}
