/** How much is sent before the first page is there, how soon it paints, and that nothing in it jumps. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { arrayOf, recordOf } from '../src/base/index.ts';
import { buildWhenStale } from '../tools/web.ts';
import { withoutPrograms } from './support/corpus.ts';
import { startBrowser, withoutBrowser } from './web/browser.ts';
import { settled } from './web/settled.ts';
import { startWebServer } from './web/web-server.ts';

const WEB = join(import.meta.dirname, '../dist/web');
const MOST_INITIAL_BYTES = 200_000;
/** Loopback, two shared cores: what a person takes for at once. */
const MOST_PAINT_MS = 1_500;

const skip = withoutBrowser || withoutPrograms('skopeo');

interface Built {
  readonly initial: readonly string[];
  readonly files: readonly string[];
}

async function built(): Promise<Built> {
  await buildWhenStale();
  const record = recordOf(JSON.parse(readFileSync(join(WEB, 'files.json'), 'utf8')));
  return {
    initial: arrayOf(record['initial']).map(String),
    files: arrayOf(record['files']).map(String),
  };
}

test('at most 200 kB of script, compressed, come before the first page', async () => {
  const { initial } = await built();
  const scripts = initial.filter((name) => name.endsWith('.js'));
  const sizes = scripts.map((name) => gzipSync(readFileSync(join(WEB, name)), { level: 9 }).length);
  const sum = sizes.reduce((all, size) => all + size, 0);
  console.log(`initial script: ${sum} bytes gzip in ${scripts.length} files`);
  assert.ok(sum > 50_000, `${sum}: what is measured is not all`);
  assert.ok(sum <= MOST_INITIAL_BYTES, `${sum} bytes`);
});

test('Markdown and pages are not in it', async () => {
  const { initial, files } = await built();
  for (const name of initial.filter((each) => each.endsWith('.js'))) {
    const text = readFileSync(join(WEB, name), 'utf8');
    assert.ok(!/blockquote|Push your first image/.test(text), name);
  }
  assert.ok(files.filter((name) => name.endsWith('.js')).length > 30, 'a file for each page');
});

test('pages paint soon, and nothing in them jumps', { skip }, async (t) => {
  const server = await startWebServer();
  t.after(() => server.stop());
  const browser = await startBrowser(server.url);
  t.after(() => browser.close());
  const cookie = await server.cookieOf(server.user, server.password);
  const { session } = server;
  for (let at = 0; at < 40; at += 1) {
    await session.ask('POST', '/namespaces/alice/repositories', { name: `app-${at}` });
  }
  for (const path of ['/', '/account', '/account/tokens', '/account/sessions', '/admin/users']) {
    const opened = await browser.open({ cookie });
    await opened.page.addInitScript(`
      window.shifts = [];
      new PerformanceObserver((list) => {
        for (const { value, sources } of list.getEntries())
          window.shifts.push(value.toFixed(4) + ' ' + sources.map(({ node, previousRect: a, currentRect: b }) =>
            (node?.className ?? node?.textContent ?? 'gone') + ' ' + [a.x, a.y, a.width, '>', b.x, b.y, b.width].join(' ')));
      }).observe({ type: 'layout-shift', buffered: true });
    `);
    await opened.page.goto(server.url + path);
    await settled(opened.page);
    const shifts: unknown = await opened.page.evaluate('window.shifts');
    const paint = Number(
      await opened.page.evaluate(
        `performance.getEntriesByName('first-contentful-paint')[0]?.startTime`,
      ),
    );
    console.log(`${path}: first contentful paint ${Math.round(paint)} ms`);
    assert.deepEqual(shifts, [], path);
    assert.ok(paint > 0 && paint <= MOST_PAINT_MS, `${path}: ${paint} ms`);
    opened.assertQuiet();
    await opened.close();
  }
});
