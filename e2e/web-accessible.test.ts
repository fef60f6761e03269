/** Nobody is kept out of a server in use: no violation on any page of the list, in both themes, and on a phone. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { withoutCorpus, withoutPrograms } from './support/corpus.ts';
import { axeViolations } from './web/axe.ts';
import type { Browser } from './web/browser.ts';
import { startBrowser, withoutBrowser } from './web/browser.ts';
import { withoutFeeds } from './web/feeds.ts';
import { startFullWorld } from './web/full-world.ts';
import { PAGES } from './web/page-list.ts';
import { settled } from './web/settled.ts';
import type { WebServer } from './web/web-server.ts';

const skip = withoutBrowser || withoutCorpus || withoutFeeds || withoutPrograms('skopeo');
const ROUNDS = [
  { theme: 'light', width: 1280 },
  { theme: 'dark', width: 1280 },
  { theme: 'light', width: 375 },
] as const;

describe('every page of a server in use', { skip }, () => {
  let server: WebServer;
  let browser: Browser;
  before(async () => {
    server = await startFullWorld();
    browser = await startBrowser(server.url);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  for (const { theme, width } of ROUNDS) {
    test(`has no violation, ${theme}, ${width} px`, async () => {
      const cookie = await server.cookieOf(server.user, server.password);
      const found: string[] = [];
      for (const { path, as } of PAGES) {
        const opened = await browser.open({
          theme,
          width,
          cookie: as === 'nobody' ? undefined : cookie,
        });
        await opened.page.goto(path);
        await settled(opened.page);
        found.push(...(await axeViolations(opened.page)).map((words) => `${path} ${words}`));
        await opened.close();
      }
      assert.deepEqual(found, []);
    });
  }
});
