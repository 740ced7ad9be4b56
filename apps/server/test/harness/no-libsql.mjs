// Makes a Node process one that has no binary of libsql.
import { register } from 'node:module';

const hooks = `export async function resolve(specifier, context, next) {
  if (specifier === 'libsql') throw new Error('Cannot find module @libsql/plan9-pdp11');
  return next(specifier, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
