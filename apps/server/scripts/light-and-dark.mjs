import { chromium } from 'playwright-core';

/**
 * Takes screenshots in each size, each as one file with the light and the dark colour scheme side by
 * side. `visitPages(page, shoot)` visits the pages and calls `shoot(name)` on each.
 */
export async function takeScreenshots(sizes, visitPages) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
  });
  try {
    for (const { suffix = '', folder, ...viewport } of sizes) {
      const light = await takeInScheme(browser, 'light', viewport, visitPages);
      const dark = await takeInScheme(browser, 'dark', viewport, visitPages);
      const sheet = await browser.newPage({ viewport: { ...viewport, width: viewport.width * 2 } });
      for (const name of Object.keys(light)) {
        const images = [light, dark].map((set) => `<img src="data:image/png;base64,${set[name]}">`);
        await sheet.setContent(`<body style="margin:0;display:flex">${images.join('')}</body>`);
        await sheet.screenshot({ path: `${folder}${name}${suffix}.png` });
      }
      await sheet.close();
    }
  } finally {
    await browser.close();
  }
}

async function takeInScheme(browser, colorScheme, viewport, visitPages) {
  const context = await browser.newContext({ colorScheme, viewport });
  const page = await context.newPage();
  const pictures = {};
  await visitPages(page, async (name) => {
    pictures[name] = (await page.screenshot()).toString('base64');
  });
  await context.close();
  return pictures;
}
