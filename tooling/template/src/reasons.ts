import { defineReasons } from '@oauth/core/plugin';

/** Reasons of the hello grant. */
export const helloError = /* @__PURE__ */ defineReasons({
  /** The greeting is not the one that the option `greeting` asks for. */
  'hello.wrong_greeting': {
    error: 'invalid_grant',
    description: 'The parameter greeting must be {greeting}.',
  },
});
