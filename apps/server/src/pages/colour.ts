/** The brand's colour where a configuration has none. */
const standard = '#2f5fe0';

/** CSS that sets the brand's colour, and for text on it black or white, whichever reads better. */
export function colourRules(colour = standard): string {
  return `:root { --brand: ${colour}; --on-brand: ${textOn(colour)}; }\n`;
}

/** The logo of those who have none: a keyhole. */
export function keyhole(colour = standard): string {
  const hole = '<circle cx="16" cy="13" r="4.5"/><path d="M14.2 14h3.6l1.6 9h-6.8z"/>';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="${colour}"/><g fill="${textOn(colour)}">${hole}</g></svg>`;
}

function textOn(colour: string): string {
  return luminance(colour) > 0.179 ? '#000' : '#fff';
}

/** @see https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
