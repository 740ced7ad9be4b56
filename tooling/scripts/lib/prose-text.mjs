import ts from 'typescript';

/** The text with spaces in place of it, so that lines and columns stay. */
const blank = (text) => text.replace(/\S/g, ' ');

const blankAll = (text, patterns) =>
  patterns.reduce((result, pattern) => result.replace(pattern, blank), text);

/** What is quoted as code is no prose. */
const inlineCode = [/`[^`\n]*(?:\n[^`\n]*)?`/g, /\{@\w+ [^}]*\}/g];
const commentMarkers = [/^[ \t]*\/?\*+\/?/gm, /\/\*+|\*+\/|\/\//g];

/** A file of code with everything blank but the prose of its comments. */
export function proseOfComments(file) {
  const { text } = file;
  let result = '';
  let end = 0;
  const visit = (node) => {
    if (node.kind >= ts.SyntaxKind.FirstJSDocNode && node.kind <= ts.SyntaxKind.LastJSDocNode)
      return;
    if (!ts.isTokenKind(node.kind)) {
      for (const child of node.getChildren(file)) visit(child);
      return;
    }
    const start = node.getStart(file);
    if (start < end) return;
    result += blankAll(text.slice(end, start), [...commentMarkers, ...inlineCode]);
    result += blank(text.slice(start, node.getEnd()));
    end = node.getEnd();
  };
  visit(file);
  return result;
}

const markdownCode = [
  /^( *)(`{3,}|~{3,}).*\n(?:.*\n)*?\1\2[ \t]*$/gm,
  /<!--[^]*?-->/g,
  /^---\n[^]*?\n---$/m,
  /\]\([^)\s]*\)/g,
];

/** A Markdown text with everything blank but its prose. */
export const proseOfMarkdown = (text) => blankAll(text, [...markdownCode, ...inlineCode]);
