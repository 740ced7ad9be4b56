import ts from 'typescript';
import { lineOf, walk } from '../ast.mjs';
import { docCommentOf } from '../doc-comments.mjs';

/** The members of every interface of that name in a file: each with its comment. */
function membersOfInterface(file, name) {
  const found = [];
  walk(file, (node) => {
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== name) return;
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

/** The types of events that a file declares; `@audit` marks those that an audit log keeps. */
export const eventTypesIn = (file) =>
  membersOfInterface(file, 'OAuthEventTypes').map(({ meaning, ...type }) => ({
    ...type,
    meaning: meaning?.replace(audit, ''),
    isForAudit: audit.test(meaning ?? ''),
  }));

/** The reasons of a file that only events carry, and no error. */
export const eventReasonsIn = (file) => membersOfInterface(file, 'EventReasons');
