/** `after` is the name that `andThen` had. */
const names = ['andThen', 'after'];

const isAndThen = (node) =>
  node.type === 'CallExpression' &&
  node.callee.type === 'Identifier' &&
  names.includes(node.callee.name);

const isFunction = ({ type }) =>
  type === 'ArrowFunctionExpression' || type === 'FunctionExpression';

/** Whether a node is in a function that some `andThen` was given. */
function isInStep(node) {
  for (let at = node; at.parent; at = at.parent)
    if (isFunction(at) && isAndThen(at.parent) && at.parent.arguments.includes(at)) return true;
  return false;
}

/** Steps stand one after the other, each with a name. @type {import('eslint').Rule.RuleModule} */
export const noNestedAndThen = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { nested: '{{name}} inside a step of {{name}}: write the step as a function.' },
  },
  create: (context) => ({
    CallExpression(node) {
      if (isAndThen(node) && isInStep(node))
        context.report({ node, messageId: 'nested', data: { name: node.callee.name } });
    },
  }),
};
