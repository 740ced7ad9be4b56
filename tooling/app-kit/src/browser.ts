import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';

export type { Browser, Page } from 'playwright-core';

/** Windows of a browser, each with cookies of its own, until a test is over. */
export interface BrowserWindows {
  /**
   * Opens a window, without JavaScript unless `options` say otherwise. An error on its console fails
   * the test: a violated content security policy is one.
   */
  open(options?: BrowserContextOptions): Promise<Page>;
  closeAll(): Promise<void>;
}

/** Windows of the browser that there is when they are opened. */
export function browserWindows(getBrowser: () => Browser): BrowserWindows {
  const pages: Page[] = [];
  return {
    async open(options = {}) {
      const context = await getBrowser().newContext({ javaScriptEnabled: false, ...options });
      const page = await context.newPage();
      pages.push(page);
      page.on('console', (message) => {
        const text = message.text();
        if (message.type() === 'error' && !text.startsWith('Failed to load resource'))
          expect.fail(text);
      });
      return page;
    },
    async closeAll() {
      for (const page of pages.splice(0)) await page.context().close();
    },
  };
}

const rules = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails the test if axe finds a fault on the page, or if the page is wider than its window. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const faults: unknown = await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(rules)} }).then(({ violations }) =>
      JSON.stringify(violations.map(({ id, nodes }) => [id, nodes[0].html])))`,
  );
  expect(faults, page.url()).toBe('[]');
  const overflow: unknown = await page.evaluate(
    'document.documentElement.scrollWidth > document.documentElement.clientWidth',
  );
  expect(overflow, page.url()).toBe(false);
}
