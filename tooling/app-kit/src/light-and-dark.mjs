import { launchChromium } from './chromium.mjs';

/**
 * Takes pictures of pages in each colour scheme and size, and puts light and dark side by side.
 *
 * @param {{ folder: string, suffix?: string, width: number, height: number }[]} sizes
 * @param {(page, shoot: (name: string) => Promise<void>) => Promise<void>} visit goes to the pages
 *   and has each taken
 */
export async function takeLightAndDark(sizes, visit) {
  const browser = await launchChromium();
  try {
    for (const { suffix = '', folder, ...viewport } of sizes) {
      const light = await takePictures(browser, { colorScheme: 'light', viewport }, visit);
      const dark = await takePictures(browser, { colorScheme: 'dark', viewport }, visit);
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

async function takePictures(browser, options, visit) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const pictures = {};
  await visit(page, async (name) => {
    pictures[name] = (await page.screenshot()).toString('base64');
  });
  await context.close();
  return pictures;
}
