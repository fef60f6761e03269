/** What an analysis can end as, on the page of its image: each says what it is, why, and the next step. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
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
    says: ['Some of the image could not be read', 'package-lock.json'],
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
          const { page } = opened;
          await page.goto(`/r/alice/${repository}/tags/1`);
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
          opened.assertQuiet('refused');
          await opened.close();
        });
      }
    }

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
  for (const name of ['broken', 'foreign', 'gaps', 'ended'])
    await server.analyzed(`alice/${name}`, '1');
  await session.text('DELETE', '/repositories/alice/ended/activation');
}
