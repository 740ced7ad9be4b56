import ts from 'typescript';
import { lineOf, walk } from '../ast.mjs';
import { docCommentOf } from '../doc-comments.mjs';

/** The members of every interface of these names in a file: each with its comment. */
function membersOfInterfaces(file, ...names) {
  const found = [];
  walk(file, (node) => {
    if (!ts.isInterfaceDeclaration(node) || !names.includes(node.name.text)) return;
    for (const member of node.members.filter(ts.isPropertySignature))
      found.push({
        name: member.name.text,
        meaning: docCommentOf(member),
        line: lineOf(member),
      });
  });
  return found;
}

const audit = /\s*@audit\b/;

/**
 * The types of events that a file declares, for `onEvent` or for the log of a process; `@audit` marks
 * those that an audit log keeps.
 */
export const eventTypesIn = (file) =>
  membersOfInterfaces(file, 'OAuthEventTypes', 'ProcessEvents').map(({ meaning, ...type }) => ({
    ...type,
    meaning: meaning?.replace(audit, ''),
    isForAudit: audit.test(meaning ?? ''),
  }));

/** The reasons of a file that only events carry, and no error. */
export const eventReasonsIn = (file) => membersOfInterfaces(file, 'EventReasons');
