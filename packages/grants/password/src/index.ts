export {
  password,
  type AuthenticatedUser,
  type AuthenticateUser,
  type PasswordOptions,
  type PasswordPlugin,
} from './password.js';
