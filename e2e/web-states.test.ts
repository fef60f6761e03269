/** What an analysis can end as, on the page of its image: each says what it is, why, and the next step. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Page, Route } from 'playwright-core';
import type { AnalysisState } from '../src/api/contract/index.ts';
import { arrayOf, recordOf } from '../src/base/index.ts';
import { tarFile, tarOf } from '../src/image/tar-builder.ts';
import { withoutPrograms } from './support/corpus.ts';
import { axeViolations } from './web/axe.ts';
import { withoutBrowser } from './web/browser.ts';
import { assertInert } from './web/inert.ts';
import { pushMade } from './web/push-made.ts';
import { served } from './web/served.ts';
import { settled } from './web/settled.ts';
import type { WebServer } from './web/web-server.ts';
import { startWebServer } from './web/web-server.ts';

const ALPINE = tarFile('etc/os-release', 'ID=alpine\nVERSION_ID=3.18.0\n');
const INSTALLED = tarFile('lib/apk/db/installed', 'P:musl\nV:1.2.4-r0\nA:x86_64\n\n');
const KNOWN = tarFile('app/node_modules/known/package.json', '{"name":"known","version":"1.0.0"}');
const LODASH = tarFile(
  'app/node_modules/lodash/package.json',
  '{"name":"lodash","version":"4.17.4"}',
);
const WHOLE = tarOf(ALPINE, INSTALLED);

interface Row {
  readonly repository: string;
  readonly says: readonly string[];
  /** Of the link or button that leads on; absent: there is nothing to do. */
  readonly next?: string;
}

const ROWS: readonly Row[] = [
  {
    repository: 'broken',
    says: ['The analysis failed', 'image.tar.truncated', 'request'],
    next: 'Run it again',
  },
  { repository: 'foreign', says: ['Nothing here that can be analyzed', 'linux/riscv64'] },
  {
    repository: 'gaps',
    says: [
      'Some of the image could not be read, and some advisories for it are missing or old',
      'not all of it was read',
      'package-lock.json',
    ],
    next: 'Re-run',
  },
  {
    repository: 'unadvised',
    says: [
      'All of the image was read, but some advisories for it are missing or old',
      'some advisories are missing or old',
      'starter feed',
    ],
    next: 'Re-run',
  },
  { repository: 'off', says: ['Image analysis is off'], next: 'Activate image analysis' },
  { repository: 'late', says: ['Not analyzed', 'push it again'], next: 'Analyze it now' },
  {
    repository: 'ended',
    says: ['this is not updated any more', 'Not updated since it was analyzed'],
    next: 'Activate it again',
  },
];

interface Told {
  readonly state: AnalysisState;
  readonly says: readonly string[];
  readonly next: string;
}

/** States that pass too fast to be looked at, or take an image of gigabytes. */
const TOLD: readonly Told[] = [
  {
    state: { kind: 'queued', position: 3, etaSeconds: 20 },
    says: ['Waiting for its turn', 'Queued, 3.', 'Starts by itself in about 20 s.'],
    next: 'Cancel',
  },
  {
    state: { kind: 'analyzing', layersDone: 1, layers: 4, bytes: 3e6, totalBytes: 9e6 },
    says: ['The image is being read', '1 of 4 layers, 3.0 MB of 9.0 MB'],
    next: 'Cancel',
  },
  {
    state: { kind: 'matching' },
    says: ['Packages are compared with advisories', 'a moment away'],
    next: 'Cancel',
  },
  {
    state: { kind: 'too_large', limit: 'compressedBytes', allowed: 10_737_418_240, actual: 2e10 },
    says: ['Larger than what is analyzed here', '20.0 GB as stored', 'The operator can raise that'],
    next: 'Run it again',
  },
  {
    state: { kind: 'cancelled', by: 'bob' },
    says: ['The analysis was cancelled', 'bob cancelled it'],
    next: 'Run it again',
  },
];

describe(
  'states of an image in a browser',
  { skip: withoutBrowser || withoutPrograms('skopeo') },
  () => {
    const env = { DRYDOCK_PLATFORMS: 'linux/amd64' };
    const world = served(() => startWebServer({ env }), fill);

    for (const theme of ['light', 'dark'] as const) {
      for (const { repository, says, next } of ROWS) {
        test(`alice/${repository} says what it is and what to do, ${theme}`, async () => {
          const opened = await world.browser.open({
            theme,
            cookie: world.cookie,
            width: theme === 'dark' ? 375 : 1280,
          });
          await opened.page.goto(`/r/alice/${repository}/tags/1`);
          await assertSaid(opened.page, says, next);
          opened.assertQuiet('refused');
          await opened.close();
        });
      }
      for (const { state, says, next } of TOLD) {
        test(`${state.kind} says what it is and what to do, ${theme}`, async () => {
          const opened = await world.browser.open({
            theme,
            cookie: world.cookie,
            width: theme === 'dark' ? 375 : 1280,
          });
          const { page } = opened;
          await tell(page, state, 'first');
          await page.goto('/r/alice/gaps/tags/1');
          await assertSaid(page, says, next);
          await page.unrouteAll();
          await tell(page, state, 'again');
          await page.reload();
          await assertSaid(
            page,
            ['What you see is of the last', 'known'],
            next.replace(/^Run it again/, 'Re-run'),
          );
          opened.assertQuiet('refused');
          await opened.close();
        });
      }
    }

    test('what the server fails at is said once, in its place, and asked for again', async () => {
      const opened = await world.browser.open({ cookie: world.cookie });
      const { page } = opened;
      await page.route(/\/images\/1\/(?:layers|steps)(?:\?|$)/, fail);
      await page.goto('/r/alice/fixable/tags/1');
      for (const name of ['Layers', 'Recommended fixes']) {
        await page.getByRole('region', { name }).getByText(FAILED).waitFor();
      }
      assert.equal(await page.getByText(FAILED).count(), 2);
      assert.deepEqual(await axeViolations(page), []);
      await page.unrouteAll();
      for (const name of ['Layers', 'Recommended fixes']) {
        const failed = page.getByRole('region', { name });
        await failed.getByRole('button', { name: 'Try again' }).click();
      }
      await page.getByRole('region', { name: 'Layers' }).getByRole('listitem').first().waitFor();
      await page.getByText(FAILED).first().waitFor({ state: 'detached' });
      await page.route(/\/images\/1\/analysis$/, fail);
      await page.reload();
      await page.getByText(FAILED).waitFor();
      assert.equal(await page.getByRole('button', { name: 'Try again' }).count(), 1);
      await opened.close();
    });

    test('without the server a page says so, and comes by itself when it is back', async () => {
      const opened = await world.browser.open({ cookie: world.cookie });
      const { page } = opened;
      await page.goto('/r/alice/gaps/tags');
      await page.getByRole('link', { name: '1', exact: true }).waitFor();
      await page.route('**/api/v1/**', (route) => route.abort());
      await page.getByRole('link', { name: '1', exact: true }).click();
      await page.getByText('The server could not be asked').first().waitFor();
      await page.getByText('The server does not answer').waitFor();
      assert.deepEqual(await axeViolations(page), []);
      await page.unrouteAll();
      await page.getByRole('heading', { name: 'Layers' }).waitFor();
      await page.getByText('The server does not answer').waitFor({ state: 'detached' });
      await opened.close();
    });

    test('the list of tags says since when what was analyzed is not updated', async () => {
      for (const path of ['/r/alice/ended', '/r/alice/ended/tags']) {
        const opened = await world.browser.open({ cookie: world.cookie });
        await opened.page.goto(path);
        await opened.page.getByText('not updated since').waitFor();
        assert.deepEqual(await axeViolations(opened.page), []);
        opened.assertQuiet();
        await opened.close();
      }
    });
  },
);

async function assertSaid(page: Page, says: readonly string[], next?: string): Promise<void> {
  await settled(page);
  const text = await page.locator('main').innerText();
  for (const words of says) assert.ok(text.includes(words), `${words}: ${text}`);
  if (next !== undefined) {
    const lead = page
      .getByRole('link', { name: next })
      .or(page.getByRole('button', { name: next }));
    assert.ok(await lead.first().isVisible(), next);
  }
  await assertInert(page);
  assert.deepEqual(await axeViolations(page), []);
}

/** Puts a state in the server's answer: of an image that has no result yet, or beside its last one. */
async function tell(page: Page, state: AnalysisState, which: 'first' | 'again'): Promise<void> {
  await page.route(/\/images\/1\/analysis$/, async (route) => {
    const response = await route.fetch();
    const told = recordOf(await response.json());
    const platforms = arrayOf(told['platforms']).map((each) => {
      const { result, ...platform } = recordOf(each);
      return { ...platform, ...(which === 'again' && { result }), state };
    });
    await route.fulfill({ response, json: { ...told, state, platforms } });
  });
}

const FAILED = 'Something broke on the server';

/** As the server answers where it does not know what broke. */
async function fail(route: Route): Promise<void> {
  const problem = {
    type: '/docs/errors#server.failed',
    title: FAILED,
    status: 500,
    code: 'server.failed',
    detail: FAILED,
    requestId: 'r1',
  };
  await route.fulfill({ status: 500, json: problem, contentType: 'application/problem+json' });
}

async function fill(server: WebServer): Promise<void> {
  const { session } = server;
  const push = (name: string, layer: Buffer, config?: Readonly<Record<string, unknown>>) =>
    pushMade(server, `alice/${name}:1`, { layers: [layer], ...(config && { config }) });
  await push('off', WHOLE);
  await push('late', WHOLE);
  await session.ask('PUT', '/repositories/alice/late/activation', {});
  await session.ask('PUT', '/namespaces/alice/activation-default', { isActive: true });
  await push('broken', tarFile('etc/os-release', 'ID=alpine\n'.repeat(500)).subarray(0, 1_500));
  await push('foreign', WHOLE, { architecture: 'riscv64' });
  await push('gaps', tarOf(KNOWN, tarFile('app/package-lock.json', '{"lockfileVersion": 3,')));
  await push('ended', WHOLE);
  await push('unadvised', KNOWN);
  await push('fixable', LODASH);
  for (const name of ['broken', 'foreign', 'gaps', 'ended', 'unadvised', 'fixable']) {
    await server.analyzed(`alice/${name}`, '1');
  }
  await session.text('DELETE', '/repositories/alice/ended/activation');
}
