/** What an administrator sees and does in a browser, against a server with an image that cannot be read. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { arrayOf, recordOf } from '../src/base/index.ts';
import { tarFile } from '../src/image/tar-builder.ts';
import { withoutPrograms } from './support/corpus.ts';
import { scratch } from './support/drydock.ts';
import { axeViolations } from './web/axe.ts';
import type { WatchedPage } from './web/browser.ts';
import { withoutBrowser } from './web/browser.ts';
import { pushMade } from './web/push-made.ts';
import { served } from './web/served.ts';
import { settled } from './web/settled.ts';
import type { WebServer } from './web/web-server.ts';
import { startWebServer } from './web/web-server.ts';

const PASSWORD = 'a long password of bob';

/** Each page, and what is there only when its data is. */
const PAGES: readonly (readonly [path: string, text: string])[] = [
  ['/admin', 'organization'],
  ['/admin/users', 'this is you'],
  ['/admin/feeds', 'Known exploited vulnerabilities (CISA)'],
  ['/admin/queue', 'image.tar.truncated'],
  ['/admin/storage', 'Collect now'],
  ['/admin/health', 'no backup by drydock backup is known'],
  ['/admin/identity', 'No identity providers'],
  ['/admin/audit', 'set the server up'],
  ['/ns/acme/audit', 'changed the settings'],
];

describe('administration', { skip: withoutBrowser || withoutPrograms('skopeo') }, () => {
  const mirror = mkdtempSync(join(scratch, 'feeds-'));
  const start = (): Promise<WebServer> => {
    writeExploited(mirror, 2);
    return startWebServer({ env: { DRYDOCK_FEEDS: mirror } });
  };
  const world = served(start, async (server) => {
    const { session } = server;
    await session.ask('POST', '/organizations', { name: 'acme', displayName: 'Acme' });
    for (const namespace of ['acme', 'alice']) {
      await session.ask('PUT', `/namespaces/${namespace}/activation-default`, { isActive: true });
    }
    await pushBroken(server, 'alice/broken:1');
    await session.ask('POST', '/administration/feeds/updates', { feeds: ['kev'] });
    await until(async () => (await firstOf(server, 'snapshots'))['records'] === 2);
  });

  for (const theme of ['light', 'dark'] as const) {
    test(`each page shows what is there, for everybody to read, ${theme}`, async () => {
      await withPage({ theme, cookie: world.cookie }, async ({ page }) => {
        const violations: string[] = [];
        for (const [path, text] of PAGES) {
          await page.goto(path);
          await page.getByText(text).and(page.locator(':not(option)')).first().waitFor();
          await settled(page);
          violations.push(...(await axeViolations(page)).map((words) => `${path} ${words}`));
        }
        assert.deepEqual(violations, []);
      });
    });
  }

  test('the plan of a namespace decides whether its owner may activate analysis', async () => {
    await withPage({ cookie: world.cookie }, async ({ page }) => {
      const setPlan = async (label: RegExp): Promise<void> => {
        await page.goto('/admin?q=alice');
        await page.getByRole('button', { name: 'Change plan and quota of alice' }).click();
        await page.getByRole('radio', { name: label }).check();
        await page.getByRole('textbox', { name: 'Quota in GB' }).fill('5');
        await page.getByRole('button', { name: 'Save' }).click();
        await page.getByText('Plan and quota of alice saved').waitFor();
        await page.getByText('of 5.0 GB').waitFor();
        await page.goto('/r/alice/broken/settings');
      };
      const card = page.getByRole('complementary', { name: 'Image analysis is not in this plan' });
      await setPlan(/^free/);
      await card.waitFor();
      await setPlan(/^pro/);
      await page.getByRole('heading', { name: 'Danger zone' }).waitFor();
      await settled(page);
      assert.equal(await card.count(), 0);
    });
  });

  test('a failure is run again, and fails again for the same reason', async () => {
    await withPage({ cookie: world.cookie }, async ({ page }) => {
      await page.goto('/admin/queue');
      const table = page.getByRole('table', { name: 'Analyses: failed' });
      await table.getByText('image.tar.truncated').waitFor();
      const before = await failedAt(world.server);
      await page.getByRole('button', { name: /^Retry [0-9a-f]{12}$/ }).click();
      await page.getByText('1 analysis is queued again').waitFor();
      await until(async () => ![undefined, before].includes(await failedAt(world.server)));
      await table.getByText('image.tar.truncated').waitFor();
    });
  });

  test('an update of the feeds brings what is new in the mirror', async () => {
    writeExploited(mirror, 3);
    await withPage({ cookie: world.cookie }, async ({ page }) => {
      await page.goto('/admin/feeds');
      const active = page.getByRole('table', { name: 'Snapshots' }).getByRole('row', {
        name: /active/,
      });
      await active.getByRole('cell', { name: '2', exact: true }).waitFor();
      await page.getByRole('button', { name: 'Update all now' }).click();
      await active.getByRole('cell', { name: '3', exact: true }).waitFor();
    });
  });

  test('who is invited is no administrator, and once blocked cannot sign in', async () => {
    await withPage({ cookie: world.cookie }, async ({ page }) => {
      await page.goto('/admin/users');
      await page.getByRole('button', { name: 'Make a link' }).click();
      const link = await page.getByRole('region', { name: 'Invitation link' }).textContent();
      await accept(world.server, link ?? '');
    });
    const bob = await world.server.cookieOf('bob', PASSWORD);
    await withPage({ cookie: bob }, async ({ page }) => {
      await page.goto('/admin/users');
      await page.getByRole('heading', { name: 'Nothing here', level: 1 }).waitFor();
      assert.equal(await page.getByRole('table').count(), 0);
    });
    await withPage({ cookie: world.cookie }, async ({ page }) => {
      await page.goto('/admin/users?q=bob');
      await page.getByRole('button', { name: 'Change bob' }).click();
      await page.getByRole('menuitem', { name: 'Block' }).click();
      await page.getByRole('button', { name: 'Block', exact: true }).click();
      await page.getByRole('table', { name: 'Users' }).getByText('blocked').waitFor();
    });
    await withPage({}, async ({ page }) => {
      await page.goto('/sign-in');
      await page.getByRole('textbox', { name: 'Name or e-mail address' }).fill('bob');
      await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
      assert.equal(new URL(page.url()).pathname, '/sign-in');
    });
  });

  async function withPage(
    options: { readonly theme?: 'light' | 'dark'; readonly cookie?: string },
    work: (opened: WatchedPage) => Promise<void>,
  ): Promise<void> {
    const opened = await world.browser.open(options);
    try {
      await work(opened);
      opened.assertQuiet(options.cookie === undefined ? 'refused' : undefined);
    } finally {
      await opened.close();
    }
  }
});

/** The one feed of the mirror, with so many vulnerabilities. */
function writeExploited(mirror: string, count: number): void {
  const vulnerabilities = Array.from({ length: count }, (_, at) => ({
    cveID: `CVE-2024-000${at + 1}`,
    dateAdded: '2025-05-05',
  }));
  mkdirSync(join(mirror, 'kev'), { recursive: true });
  const file = join(mirror, 'kev', 'known_exploited_vulnerabilities.json');
  writeFileSync(file, JSON.stringify({ vulnerabilities }));
}

const TRIES = 300;

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (await isSo()) return;
    await sleep(100);
  }
  throw new Error('it does not come');
}

async function firstOf(
  { session }: WebServer,
  list: string,
): Promise<Readonly<Record<string, unknown>>> {
  const [first] = arrayOf((await session.ask('GET', `/administration/${list}`))['items']);
  return first === undefined ? {} : recordOf(first);
}

/** When the analysis that failed last has ended. */
async function failedAt(server: WebServer): Promise<unknown> {
  return (await firstOf(server, 'queue/items'))['endedAt'];
}

/** An image whose layer was cut off before it was compressed. */
async function pushBroken(server: WebServer, reference: string): Promise<void> {
  const whole = tarFile('etc/os-release', 'ID=alpine\n'.repeat(500));
  await pushMade(server, reference, { layers: [whole.subarray(0, 1_500)] });
  const [repository = '', tag = ''] = reference.split(':');
  await server.analyzed(repository, tag);
}

/** Takes the invitation as bob. */
async function accept({ url }: WebServer, link: string): Promise<void> {
  const token = new URL(link.trim()).hash.slice(1);
  const answer = await fetch(`${url}/api/v1/invitations/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, account: { name: 'bob', password: PASSWORD } }),
  });
  assert.ok(answer.ok, await answer.text());
}
