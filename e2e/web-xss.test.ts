/**
 * What people, images and advisories can fill is full of what would run in a careless page, or would not be seen:
 * on every page that shows it nothing runs, nothing is hidden, and nothing is wider than a phone.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { withoutPrograms } from './support/corpus.ts';
import { withoutBrowser } from './web/browser.ts';
import { hostileId, ODD, startHostileWorld } from './web/hostile-world.ts';
import { assertInert } from './web/inert.ts';
import { served } from './web/served.ts';
import { settled } from './web/settled.ts';

const REPOSITORY = `/r/${ODD.organization}/${ODD.repository}`;
const NAMESPACE = `/ns/${ODD.organization}`;
const IMAGE = `${REPOSITORY}/-/tags/${ODD.tag}`;

/** Each with something hostile on it. */
const SHOW_IT: readonly string[] = [
  '/account',
  '/account/sessions',
  NAMESPACE,
  `${NAMESPACE}/members`,
  `${NAMESPACE}/teams`,
  `${NAMESPACE}/teams?team=team-0`,
  `${NAMESPACE}/settings`,
  `${NAMESPACE}/audit`,
  REPOSITORY,
  `${REPOSITORY}/-/settings`,
  `${REPOSITORY}/-/tags/other`,
  IMAGE,
  `${IMAGE}?group=vulnerability`,
  `${IMAGE}/packages`,
  `${IMAGE}/config`,
  `${IMAGE}/config?q=alert`,
  '/vulnerabilities',
  `/vulnerabilities/${hostileId(0)}`,
  `/vulnerabilities/${hostileId(14)}`,
  `/vulnerabilities/${hostileId(15)}`,
  `/vulnerabilities/${hostileId(16)}`,
  '/packages?q=alert',
  '/admin/users',
  '/admin/identity',
  '/admin/audit',
];

/** Where names of the grammar stand, or nothing yet. */
const SHOW_NAMES: readonly string[] = [
  `${IMAGE}/compare`,
  '/',
  '/admin',
  '/admin/feeds',
  '/account/tokens',
  `${NAMESPACE}/tokens`,
  '/account/security',
  `${NAMESPACE}/plan`,
  `${REPOSITORY}/-/tags`,
  `${REPOSITORY}/-/access`,
  `${REPOSITORY}/-/webhooks`,
  `${IMAGE}/sbom`,
  `${IMAGE}/history`,
  `${IMAGE}?q=<img src=x onerror=alert(ran=1)>&open="><script>&severity=constructor&layer=__proto__`,
  '/vulnerabilities?q=<img src=x onerror=alert(ran=1)>&sort=__proto__&severity="><script>',
  '/sign-in?returnTo=javascript:alert(ran=1)',
  '/admin/queue',
  '/admin/storage',
  '/admin/health',
];

describe(
  'hostile texts in the pages',
  { skip: withoutBrowser || withoutPrograms('skopeo') },
  () => {
    const world = served(startHostileWorld);

    for (const width of [1280, 375]) {
      test(`nothing runs, hides or widens the page, at ${width} px`, async () => {
        const failures: string[] = [];
        for (const path of [...SHOW_IT, ...SHOW_NAMES]) {
          const opened = await world.browser.open({ cookie: world.cookie, width });
          try {
            await opened.page.goto(path);
            await settled(opened.page);
            await openAll(opened.page);
            await assertInert(opened.page);
            if (SHOW_IT.includes(path)) await assertShown(opened.page);
            opened.assertQuiet(path.includes('constructor&') ? 'refused' : undefined);
          } catch (error) {
            failures.push(`${path}: ${error instanceof Error ? error.message : String(error)}`);
          } finally {
            await opened.close();
          }
        }
        assert.deepEqual(failures, []);
      });
    }

    test('a mark stands for what is not seen, and the copy is the true text', async () => {
      const opened = await world.browser.open({ cookie: world.cookie });
      await opened.page.goto(`/vulnerabilities/${hostileId(14)}`);
      await settled(opened.page);
      const mark = opened.page.locator('p .visible-mark').first();
      assert.equal(await mark.innerText(), 'U+202E');
      await opened.close();
    });

    test('who is not signed in sees the names of identity providers as text', async () => {
      const opened = await world.browser.open({});
      await opened.page.goto('/sign-in');
      await settled(opened.page);
      await assertShown(opened.page);
      await assertInert(opened.page);
      opened.assertQuiet();
      await opened.close();
    });
  },
);

/** Rows, what is folded up, and the reason of a finding. */
async function openAll(page: Page): Promise<void> {
  for (const [look, most] of [
    ['.finding-toggle[aria-expanded="false"]', 3],
    ['button[aria-label^="Why"]', 2],
    ['details:not([open]) > summary', 20],
  ] as const) {
    for (let at = 0; at < most; at += 1) {
      const next = page.locator(look).first();
      if ((await next.count()) === 0) break;
      await next.click();
      await settled(page);
      if (look.startsWith('button')) break;
    }
  }
}

/** That it is tried at all. */
async function assertShown(page: Page): Promise<void> {
  const text = await page.evaluate(
    `[document.body.innerText, ...[...document.querySelectorAll('input, textarea')].map(({ value }) => value)].join(' ')`,
  );
  assert.match(String(text), /alert\(ran=1/, `${page.url()} has nothing hostile`);
}
