/** Nobody is kept out of a server in use: no violation on any page of the list, in both themes, and on a phone, which none is wider than. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { withoutCorpus, withoutPrograms } from './support/corpus.ts';
import { axeViolations } from './web/axe.ts';
import { withoutBrowser } from './web/browser.ts';
import { withoutFeeds } from './web/feeds.ts';
import { startFullWorld } from './web/full-world.ts';
import { assertInert } from './web/inert.ts';
import { PAGES } from './web/page-list.ts';
import { served } from './web/served.ts';
import { settled } from './web/settled.ts';

const skip = withoutBrowser || withoutCorpus || withoutFeeds || withoutPrograms('skopeo');
const ROUNDS = [
  { theme: 'light', width: 1280 },
  { theme: 'dark', width: 1280 },
  { theme: 'light', width: 375 },
] as const;

describe('every page of a server in use', { skip }, () => {
  const world = served(startFullWorld);

  for (const { theme, width } of ROUNDS) {
    test(`has no violation, ${theme}, ${width} px`, async () => {
      const found: string[] = [];
      for (const { path, as, isRefused } of PAGES) {
        const cookie = as === 'nobody' ? undefined : world.cookie;
        const opened = await world.browser.open({ theme, width, cookie });
        await opened.page.goto(path);
        await settled(opened.page);
        found.push(...(await axeViolations(opened.page)).map((words) => `${path} ${words}`));
        await assertInert(opened.page);
        // What is not there has no violations either.
        opened.assertQuiet(isRefused ? 'refused' : undefined);
        await opened.close();
      }
      assert.deepEqual(found, []);
    });
  }
});
