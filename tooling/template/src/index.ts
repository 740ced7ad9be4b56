export { hello, type HelloOptions, type HelloPlugin } from './hello.js';
