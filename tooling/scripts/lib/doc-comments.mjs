const withoutMarkers = (comment) =>
  comment
    .replace(/^\/\*\*|\*\/$/g, '')
    .replace(/^[ \t]*\* ?/gm, '')
    .trim();

/** The text of the doc comment that stands right above a node, or undefined. */
export const docCommentOf = (node) =>
  node.jsDoc === undefined ? undefined : withoutMarkers(node.jsDoc.at(-1).getText());
