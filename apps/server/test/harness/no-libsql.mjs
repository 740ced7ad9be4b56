// Makes the import of libsql fail, as on a platform without a binary.
import { register } from 'node:module';

const hooks = `export async function resolve(specifier, context, next) {
  if (specifier === 'libsql') throw new Error('Cannot find module @libsql/plan9-pdp11');
  return next(specifier, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
