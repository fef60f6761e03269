/** The page of an image, as its owner on Pro uses it: from the push to the reason of one line, and back. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { arrayOf, recordOf } from '../src/base/index.ts';
import { withoutCorpus, withoutPrograms } from './support/corpus.ts';
import { assertAccessible } from './web/axe.ts';
import type { Browser, PageOptions, WatchedPage } from './web/browser.ts';
import { startBrowser, withoutBrowser } from './web/browser.ts';
import { firstFeeds, mirrorOf, withoutFeeds } from './web/feeds.ts';
import { settled } from './web/settled.ts';
import type { WebServer } from './web/web-server.ts';
import { startWebServer } from './web/web-server.ts';

const skip = withoutBrowser || withoutCorpus || withoutFeeds || withoutPrograms('skopeo');
const SHOP = '/r/alice/shop/tags/1';
/** For what takes an analysis. */
const SLOW = { timeout: 60_000 };

test('the report of an image in a browser', { skip }, async (t) => {
  const server = await startWebServer({
    env: {
      DRYDOCK_FEEDS: mirrorOf(['osv/npm', 'debian-security-tracker', 'kev', 'epss']),
      DRYDOCK_OFFLINE: 'false',
      DRYDOCK_FEEDBACK_URL: 'https://tracker.example.com/new',
    },
  });
  t.after(() => server.stop());
  const browser = await startBrowser(server.url);
  t.after(() => browser.close());
  await firstFeeds(server.session);
  const open = opener(server, browser);

  await t.test('what was pushed while analysis was off says so, and changes live', async () => {
    await server.push('small-node', 'alice/shop:1');
    const opened = await open(SHOP);
    const { page } = opened;
    await page.getByRole('link', { name: 'Activate image analysis' }).waitFor();
    await server.session.ask('PUT', '/repositories/alice/shop/activation', {});
    await server.push('small-node', 'alice/shop:1');
    await page.locator('h1', { hasText: 'Complete' }).waitFor(SLOW);
    await page.getByRole('button', { name: /^lodash 4\.17\.4/ }).waitFor();
    assert.match(await page.locator('.answers').innerText(), /coverage complete/);
    // What is not analyzed has no report, which the page shows.
    opened.assertQuiet('refused');
    await opened.close();
  });

  await t.test('a row opens to its findings, and a finding to why it is here', async () => {
    const opened = await open(SHOP);
    const { page } = opened;
    const lodash = page.getByRole('button', { name: /^lodash 4\.17\.4/ });
    await lodash.click();
    assert.equal(await lodash.getAttribute('aria-expanded'), 'true');
    await page.getByRole('button', { name: 'Why CVE-2021-23337 is here' }).click();
    const why = page.locator('.finding-why');
    await why.getByText('lodash 4.17.4 is in < 4.17.21, compared as semver').waitFor();
    await why.getByText('/usr/src/app/node_modules/lodash/package.json').first().waitFor();
    await why.getByRole('button', { name: 'Report a wrong result' }).click();
    const told = why.getByRole('link', { name: 'Go on to the feedback page' });
    const address = new URL((await told.getAttribute('href')) ?? '');
    assert.equal(address.host, 'tracker.example.com');
    assert.match(address.searchParams.get('body') ?? '', /Because: .*lodash 4\.17\.4 is in/);
    // What is open can be linked, and gone back from.
    assert.match(page.url(), /open=[0-9a-f]{8}$/);
    await page.goBack();
    await page.locator('.row-findings').waitFor({ state: 'detached' });
    await page.goForward();
    await page.getByRole('link', { name: 'CVE-2021-23337' }).click();
    await page.waitForURL(/\/vulnerabilities\/CVE-2021-23337$/);
    await page.goBack();
    await page.getByRole('link', { name: 'CVE-2021-23337' }).waitFor();
    opened.assertQuiet();
    await opened.close();
  });

  await t.test('layers and severities filter, in the address, and back undoes each', async () => {
    const opened = await open(SHOP);
    const { page } = opened;
    const rows = rowNames(page);
    const all = await rows();
    assert.ok(all.some((name) => name.startsWith('perl-base')) && all.length > 10, String(all));
    await page.locator('.layer').first().click();
    await page.waitForURL(/layer=0/);
    await waitForRows(page, (names) => names.every((name) => !name.startsWith('lodash')));
    await page.locator('.layer').first().click();
    await waitForRows(page, (names) => names.length === all.length);
    await page.getByRole('group', { name: 'Severity' }).getByTitle('Critical').click();
    await page.waitForURL(/severity=critical/);
    await waitForRows(page, (names) => names.length < all.length && names.length > 0);
    await page.goBack();
    await waitForRows(page, (names) => names.length === all.length);
    await page.goto(`${SHOP}?severity=critical&group=vulnerability`);
    await waitForRows(
      page,
      (names) => names.length > 0 && names.every((name) => /^[A-Z]+-/.test(name)),
    );
    opened.assertQuiet();
    await opened.close();
  });

  await t.test('packages are filtered in the address, and exported as they are shown', async () => {
    const opened = await open(`${SHOP}/packages`);
    const { page } = opened;
    const shown = page.getByRole('status').filter({ hasText: /packages? shown/ });
    const all = await shown.innerText();
    await page.getByLabel('Type').selectOption('npm');
    await page.getByLabel('Licence').selectOption('MIT');
    await page.getByRole('button', { name: /^With findings/ }).click();
    await page.getByRole('searchbox', { name: 'Name of a package' }).fill('lodash');
    await page.waitForURL(/type=npm.*licence=MIT.*affected=yes.*q=lodash/);
    await shown.filter({ hasText: '1 package shown' }).waitFor();
    const csv = await exported(page, 'CSV');
    assert.deepEqual(
      csv.split('\r\n').map((row) => row.split(',')[0]),
      ['package', 'lodash', ''],
    );
    await page.getByRole('link', { name: /critical.*of lodash 4\.17\.4$/ }).click();
    await page.locator('.row-findings').getByRole('link', { name: 'CVE-2021-23337' }).waitFor();
    await page.goto(`${SHOP}/packages?layer=0&sort=severity`);
    await shown.waitFor();
    assert.notEqual(await shown.innerText(), all);
    opened.assertQuiet();
    await opened.close();
  });

  await t.test('findings are exported as they are filtered and sorted', async () => {
    const opened = await open(`${SHOP}?severity=critical,high&type=npm&sort=name`);
    const { page } = opened;
    const names = await rowNames(page)();
    const csv = await exported(page, 'CSV');
    const rows = csv.split('\r\n').slice(1, -1);
    assert.ok(rows.length >= names.length && names.length > 1);
    assert.deepEqual([...new Set(rows.map((row) => row.split(',')[4]))], [...new Set(names)]);
    assert.match(await exported(page, 'JSON'), /"severity": "critical"/);
    opened.assertQuiet();
    await opened.close();
  });

  await t.test('the two of a comparison can be swapped', async () => {
    await server.push('small-node', 'alice/shop:2');
    await server.analyzed('alice/shop', '2');
    const opened = await open(`${SHOP}/compare?before=2`);
    const { page } = opened;
    await page.getByRole('link', { name: 'Swap the two' }).click();
    await page.waitForURL(/tags\/2\/compare\?before=1$/);
    await page.locator('h1', { hasText: '2' }).waitFor();
    await page.getByText(/as before$/).waitFor();
    opened.assertQuiet();
    await opened.close();
  });

  await t.test('a search for an id says why it is not here', async () => {
    const opened = await open(SHOP);
    const { page } = opened;
    await page.getByRole('searchbox').first().fill('why not cve-2021-44228');
    const answer = page.locator('.why-not');
    await answer.getByText('is not reported').waitFor();
    await answer.getByText('It is about packages that are not in the image').waitFor();
    await page.getByRole('searchbox').first().fill('CVE-2020-8203');
    await answer.getByText('is reported for 1 package').waitFor();
    opened.assertQuiet();
    await opened.close();
  });

  await t.test('after the next push the page says what it changed', async () => {
    await server.push('small-python', 'alice/next:1');
    await server.session.ask('PUT', '/repositories/alice/next/activation', {
      backFill: { kind: 'all' },
    });
    await server.analyzed('alice/next', '1');
    const opened = await open('/r/alice/next/tags/1');
    const { page } = opened;
    await server.push('small-node', 'alice/next:1');
    await page.getByRole('link', { name: 'since the push before' }).click(SLOW);
    await page.getByText(/^\+\d+ new$/).waitFor(SLOW);
    const answer = await page.locator('.compare-answer').innerText();
    const [, count = '0'] = /\+(\d+) new/.exec(answer) ?? [];
    assert.ok(Number(count) > 10, answer);
    const summary = await server.session.ask(
      'GET',
      `/repositories/alice/next/images/1/comparison?before=${await previousOf(server)}`,
    );
    assert.equal(Number(count), arrayOf(summary['opened']).length);
    // While the new image is analyzed it has no report.
    opened.assertQuiet('refused');
    await opened.close();
  });

  await t.test('home says what happened since the last visit, and leads to it', async () => {
    const opened = await open('/');
    const { page } = opened;
    await page.getByText('This is your first.').waitFor();
    const before = JSON.stringify({ before: new Date(Date.now() - 3_600_000).toISOString() });
    await page.route('**/api/v1/account/visit', (route) =>
      route.fulfill({ contentType: 'application/json', body: before }),
    );
    await page.goto('/');
    await page
      .getByText(/^an hour ago|1 h ago/)
      .first()
      .waitFor();
    await page.getByText(/\d+ analyses in 2 repositories/).waitFor();
    const row = page.getByRole('row', { name: /alice\/next:1/ }).first();
    assert.match(await row.innerText(), /pushed/);
    await assertAccessible(page);
    await row.getByRole('link').first().click();
    await page.waitForURL(/\/r\/alice\/next\/tags\/1/);
    opened.assertQuiet();
    await opened.close();
  });

  await t.test('every form of the report can be taken along', async () => {
    const opened = await open(`${SHOP}/sbom`);
    const { page } = opened;
    for (const [title, begins] of [
      ['CSV', /^﻿?"?\w+/],
      ['CycloneDX 1.6', /"bomFormat"/],
      ['HTML', /^<!doctype html>/i],
    ] as const) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('rowheader', { name: title }).getByRole('link').click(),
      ]);
      assert.match(readFileSync(await download.path(), 'utf8'), begins, title);
    }
    opened.assertQuiet();
    await opened.close();
  });

  await t.test('nobody is kept out, in either theme, on a phone, on paper', async () => {
    for (const theme of ['light', 'dark'] as const) {
      const opened = await open(`${SHOP}?group=vulnerability`, { theme });
      const { page } = opened;
      const tabs = ['', '/fixes', '/packages', '/config', '/compare', '/sbom', '/history'];
      for (const tab of theme === 'light' ? tabs : ['', '/compare']) {
        await page.goto(`${SHOP}${tab}`);
        await settled(page);
        await assertAccessible(page);
      }
      opened.assertQuiet();
      await opened.close();
    }
    const phone = await open(SHOP, { width: 375, theme: 'dark' });
    const beyond = await phone.page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    assert.equal(beyond, 0);
    await phone.page.goto(`${SHOP}/history`);
    await settled(phone.page);
    const tab = await phone.page.getByRole('link', { name: 'History' }).boundingBox();
    assert.ok(tab && tab.x + tab.width <= 375, 'the open tab is in view');
    await phone.page.emulateMedia({ media: 'print' });
    assert.equal(await phone.page.locator('.top-bar').isVisible(), false);
    assert.equal(await phone.page.locator('.answers').isVisible(), true);
    // Paper is white whatever the screen is.
    const ink = await phone.page.evaluate('getComputedStyle(document.body).color');
    assert.equal(ink, 'rgb(17, 32, 42)');
    await phone.close();
  });
});

function opener(
  server: WebServer,
  browser: Browser,
): (path: string, options?: PageOptions) => Promise<WatchedPage> {
  return async (path, options = {}) => {
    const cookie = await server.cookieOf(server.user, server.password);
    const opened = await browser.open({ ...options, cookie });
    await opened.page.goto(path);
    await settled(opened.page);
    return opened;
  };
}

/** What the menu of the list, not that of the whole report, gives. */
async function exported(page: Page, format: 'CSV' | 'JSON'): Promise<string> {
  await page.getByRole('search').getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: format, exact: true }).click(),
  ]);
  return readFileSync(await download.path(), 'utf8');
}

/** What the rows of the findings are called. */
function rowNames(page: Page): () => Promise<string[]> {
  return () => page.locator('.finding-table .finding-name').allInnerTexts();
}

async function waitForRows(
  page: Page,
  isDone: (names: readonly string[]) => boolean,
): Promise<void> {
  const names = rowNames(page);
  const deadline = Date.now() + 10_000;
  for (;;) {
    const present = await names();
    if (isDone(present)) return;
    assert.ok(Date.now() < deadline, present.join(', '));
    await page.waitForTimeout(50);
  }
}

async function previousOf({ session }: WebServer): Promise<string> {
  const { items } = await session.ask('GET', '/repositories/alice/next/tags/1/history');
  const digests = arrayOf(items).map((item) => String(recordOf(item)['digest']));
  const [present] = digests;
  return digests.find((digest) => digest !== present) ?? '';
}
