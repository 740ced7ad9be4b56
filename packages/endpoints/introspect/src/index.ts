export {
  introspection,
  type IntrospectionOptions,
  type IntrospectionPlugin,
} from './introspection.js';
export type { EventReasons } from './reasons.js';
