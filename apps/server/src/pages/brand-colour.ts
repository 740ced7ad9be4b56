/** The brand's colour where a configuration has none. */
const defaultColour = '#2f5fe0';

/** CSS with the brand's colour, and black or white for text on it, whichever is easier to read. */
export function formatColourCss(colour = defaultColour): string {
  return `:root { --brand: ${colour}; --on-brand: ${getTextColour(colour)}; }\n`;
}

/** An SVG of a keyhole, for configurations without a logo. */
export function createDefaultLogo(colour = defaultColour): string {
  const hole = '<circle cx="16" cy="13" r="4.5"/><path d="M14.2 14h3.6l1.6 9h-6.8z"/>';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="${colour}"/><g fill="${getTextColour(colour)}">${hole}</g></svg>`;
}

/** At a luminance of 0.179 black and white have the same contrast. */
function getTextColour(colour: string): string {
  return getRelativeLuminance(colour) > 0.179 ? '#000' : '#fff';
}

/** @see https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function getRelativeLuminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = parseInt(colour.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
