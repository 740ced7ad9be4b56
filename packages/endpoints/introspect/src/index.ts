export {
  introspection,
  type IntrospectionOptions,
  type IntrospectionPlugin,
} from './introspection.js';
