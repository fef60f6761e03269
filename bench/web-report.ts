/**
 * The page of an image of 5,000 packages and 10,000 findings in Chromium, from a real server with a real push:
 * when its first rows stand there after a navigation, and how long filters, sorting and opening a row take until
 * the page shows them. Targets: 1 s and 100 ms. Needs skopeo, Chromium and the recorded feeds.
 *
 * node bench/web-report.ts [packages] [affected]
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { scratch } from '../e2e/support/drydock.ts';
import { succeed } from '../e2e/support/run-program.ts';
import { startBrowser } from '../e2e/web/browser.ts';
import { firstFeeds, mirrorOf } from '../e2e/web/feeds.ts';
import type { WebServer } from '../e2e/web/web-server.ts';
import { startWebServer } from '../e2e/web/web-server.ts';
import { libraryLayout } from './library-layout.ts';
import { medianOf } from './measure.ts';

const [packages = '5000', affected = '1000'] = process.argv.slice(2);
const FIRST_ROWS_MS = 1_000;
const CHANGE_MS = 100;
const LOADS = 5;
const RUNS = 10;

/** Milliseconds since the navigation began, once the frame with the first rows was drawn. */
const NOTE_FIRST_ROWS = `
  new MutationObserver((_, observer) => {
    if (!document.querySelector('.finding-table .finding-name')) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => { window.firstRowsAt = performance.now(); }));
  }).observe(document, { subtree: true, childList: true });`;

/** What a page tells of its rows, to see that they changed. */
const SHOWN = `document.querySelector('.findings-shown').textContent`;
const SORTED = `document.querySelector('.finding-table thead').outerHTML`;

const server = await startWebServer({
  env: { DRYDOCK_FEEDS: mirrorOf(['osv/npm', 'kev', 'epss']), DRYDOCK_OFFLINE: 'false' },
});
const browser = await startBrowser(server.url);
try {
  await firstFeeds(server.session);
  await pushLarge(server);
  const cookie = await server.cookieOf(server.user, server.password);
  await firstRows(cookie);
  const opened = await browser.open({ cookie });
  const { page } = opened;
  await page.goto('/r/alice/large/tags/1');
  await page.waitForSelector('.finding-table .finding-name');
  await changes(page);
  await opened.close();
} finally {
  await browser.close();
  await server.stop();
}

async function pushLarge({ host, user, password, session }: WebServer): Promise<void> {
  await session.ask('PUT', `/namespaces/${user}/activation-default`, { isActive: true });
  const wanted = { packages: Number(packages), affected: Number(affected) };
  const layout = await libraryLayout(scratch, wanted);
  const credentials = ['--dest-tls-verify=false', '--dest-creds', `${user}:${password}`];
  const to = `docker://${host}/${user}/large:1`;
  await succeed('skopeo', ['copy', '--quiet', ...credentials, `oci:${layout}`, to]);
  const image = `/repositories/${user}/large/images/1`;
  for (let tries = 0; ; tries += 1) {
    const { summary } = await session.ask('GET', `${image}/analysis`);
    if (summary !== undefined) break;
    if (tries > 600) throw new Error('the analysis does not end');
    await sleep(200);
  }
  const { totals } = await session.ask('GET', `${image}/findings?limit=1`);
  console.log(`${packages} packages, ${JSON.stringify(totals)}`);
}

/** In a window of its own each time: nothing is kept but what the server keeps. */
async function firstRows(cookie: string): Promise<void> {
  const times: number[] = [];
  for (let load = 0; load < LOADS; load += 1) {
    const opened = await browser.open({ cookie });
    const { page } = opened;
    await page.addInitScript(NOTE_FIRST_ROWS);
    await page.goto('/r/alice/large/tags/1');
    await page.waitForSelector('.finding-table .finding-name');
    await page.waitForTimeout(300);
    times.push(Number(await page.evaluate('window.firstRowsAt')));
    await opened.close();
  }
  const [cold = NaN, ...warm] = times;
  print('first rows, first load', [cold], FIRST_ROWS_MS);
  print('first rows, next loads', warm, FIRST_ROWS_MS);
}

/** Each change is new to the page: what it has seen it shows at once. */
async function changes(page: Page): Promise<void> {
  const toggles = '.finding-toggle';
  const opened: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    opened.push(
      await timed(page, toggles, run, `document.querySelectorAll('.row-findings tbody tr').length`),
    );
  }
  print('a row opened', opened, CHANGE_MS);
  const filtered: number[] = [];
  // Critical, high, unknown: the image has no others, and a choice that changes nothing tells nothing.
  for (const at of [0, 1, 4]) {
    filtered.push(await timed(page, '.severity-filter button', at, SHOWN));
  }
  print('severities chosen', filtered, CHANGE_MS);
  const sorted: number[] = [];
  for (const at of [0, 1, 2]) sorted.push(await timed(page, 'thead button', at, SORTED));
  print('sorted', sorted, CHANGE_MS);
  print('by vulnerability', [await timed(page, '.group-switch button', 1, SORTED)], CHANGE_MS);
}

/** From the click until the page tells another \`what\`, none of its rows is old, and the frame was drawn. */
async function timed(page: Page, selector: string, at: number, what: string): Promise<number> {
  await page.waitForTimeout(300);
  const milliseconds: unknown = await page.evaluate(`new Promise((resolve) => {
    const before = ${what};
    const button = document.querySelectorAll(${JSON.stringify(selector)})[${at}];
    const begin = performance.now();
    const look = () => {
      const isOld = document.querySelector('.finding-table[aria-busy=true]') !== null;
      if (!isOld && ${what} !== before) setTimeout(() => resolve(performance.now() - begin));
      else requestAnimationFrame(look);
    };
    button.click();
    requestAnimationFrame(look);
  })`);
  return Number(milliseconds);
}

function print(what: string, times: readonly number[], target: number): void {
  const most = Math.max(...times);
  const verdict = medianOf(times) <= target ? '' : `  over ${target}`;
  console.log(
    `${what.padEnd(24)} median ${medianOf(times).toFixed(0).padStart(5)} ms, most ${most.toFixed(0)} ms of ${times.length}${verdict}`,
  );
}
