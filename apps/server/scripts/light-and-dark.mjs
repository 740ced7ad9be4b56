import { chromium } from 'playwright-core';

/**
 * Has `take` take its pictures in each colour scheme and size, and puts those of light and dark side
 * by side.
 */
export async function lightAndDark(sizes, take) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
  });
  try {
    for (const { suffix = '', folder, ...viewport } of sizes) {
      const light = await picturesOf(browser, 'light', viewport, take);
      const dark = await picturesOf(browser, 'dark', viewport, take);
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

async function picturesOf(browser, colorScheme, viewport, take) {
  const context = await browser.newContext({ colorScheme, viewport });
  const page = await context.newPage();
  const pictures = {};
  await take(page, async (name) => {
    pictures[name] = (await page.screenshot()).toString('base64');
  });
  await context.close();
  return pictures;
}
