import { basename } from 'node:path';

const kebab = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/;

/** One name style for files, so that a name can be guessed. @type {import('eslint').Rule.RuleModule} */
export const kebabCase = {
  meta: { type: 'suggestion', schema: [], messages: { name: '{{name}} is not kebab-case.' } },
  create: (context) => ({
    Program(node) {
      const name = basename(context.filename);
      if (!kebab.test(name)) context.report({ node, messageId: 'name', data: { name } });
    },
  }),
};
