export const skippedFile: string;

/**
 * Tells the closing report of `npm test` what a package could not test here, and for want of what:
 * `store-postgres: no PostgreSQL on 127.0.0.1:5432`.
 */
export function noteSkipped(line: string): void;
