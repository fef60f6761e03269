import type { Page } from 'playwright-core';

/** As long as a page may need to have nothing left to load. */
const SETTLE_MS = 15_000;
/** So long without a change, and it is at rest. */
const STILL_MS = 250;

/** Until the page has its heading, faces and data, and nothing in it changes any more. */
export async function settled(page: Page): Promise<void> {
  await page.waitForSelector('main h1', { timeout: SETTLE_MS });
  // Not by a function that the page evaluates: its policy refuses that.
  const busy = page.locator('main [aria-busy="true"]').first();
  await busy.waitFor({ state: 'detached', timeout: SETTLE_MS });
  await page.evaluate(
    `new Promise((resolve) => {
      const wait = () => setTimeout(() => { observer.disconnect(); resolve(); }, ${STILL_MS});
      let timer = wait();
      const again = () => { clearTimeout(timer); timer = wait(); };
      const observer = new MutationObserver(again);
      observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
      setTimeout(() => { observer.disconnect(); resolve(); }, ${SETTLE_MS});
    }).then(() => document.fonts.ready).then(() => undefined)`,
  );
}
