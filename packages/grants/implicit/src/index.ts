export { implicit, type ImplicitPlugin } from './implicit.js';
