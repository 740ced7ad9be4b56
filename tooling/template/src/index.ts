export { hello, type HelloPlugin } from './hello.js';
