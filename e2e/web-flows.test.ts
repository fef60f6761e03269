/** What the product is for, in a browser: activate, push, read, follow, push again; and who sees what of it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { withoutCorpus, withoutPrograms } from './support/corpus.ts';
import { assertAccessible } from './web/axe.ts';
import type { WatchedPage } from './web/browser.ts';
import { withoutBrowser } from './web/browser.ts';
import { served } from './web/served.ts';
import { settled } from './web/settled.ts';
import type { WebServer } from './web/web-server.ts';
import { startWebServer } from './web/web-server.ts';

const skip = withoutBrowser || withoutPrograms('skopeo') || withoutCorpus;
const PASSWORD = 'a long password of bob';
const HOSTILE = '<img src=x onerror=alert(1)><script>alert(1)</script>';

describe('the main flow, and who sees what of it', { skip }, () => {
  const world = served(() => startWebServer());
  const openAs = async (user?: string, theme: 'light' | 'dark' = 'light'): Promise<WatchedPage> => {
    const password = user === 'bob' ? PASSWORD : world.server.password;
    const cookie = user === undefined ? undefined : await world.server.cookieOf(user, password);
    return world.browser.open({ theme, cookie });
  };

  test('an owner on Pro activates, reads, follows a vulnerability and compares', async () => {
    await world.server.push('small-node', 'alice/app:1');
    const opened = await openAs('alice');
    const { page } = opened;
    await page.goto(`${world.server.url}/r/alice/app/tags`);
    await page.getByText('Image analysis is not active here').waitFor();
    await page.getByRole('link', { name: 'Open settings' }).click();
    await page.getByRole('radio', { name: 'Analyze all of them' }).check();
    await page.getByRole('button', { name: 'Activate', exact: true }).click();
    await page.getByRole('button', { name: 'Deactivate ...' }).waitFor();

    await page.getByRole('link', { name: 'Tags', exact: true }).click();
    const tags = page.getByRole('table', { name: 'Tags of alice/app' });
    await tags.getByText('Complete').waitFor();
    await assertAccessible(page);
    await tags.getByRole('link', { name: '1', exact: true }).click();
    await page.locator('.finding-toggle').first().click();
    const finding = page.getByRole('link', { name: /^(CVE|GHSA)-/ }).first();
    const id = await finding.innerText();
    await finding.click();
    const mine = page.getByRole('table', { name: `My images that have ${id}` });
    await mine.getByRole('link', { name: 'alice/app' }).first().waitFor();
    await page.getByText('1 current image in 1 repository').waitFor();
    await settled(page);
    await assertAccessible(page);
    await mine.getByRole('link', { name: '1', exact: true }).first().click();
    await page.waitForURL(/\/r\/alice\/app\/tags\/1\?/);
    assert.equal(new URL(page.url()).searchParams.get('open'), id);

    await world.server.push('alpine-3.18', 'alice/app:1');
    await world.server.analyzed('alice/app', '1');
    await page.goto(`${world.server.url}/r/alice/app/tags/1/compare`);
    await page.getByRole('heading', { name: /^Gone, [1-9]/ }).waitFor();

    await page.goto(`${world.server.url}/r/alice/app/settings`);
    await page.getByRole('button', { name: 'Deactivate ...' }).click();
    await page.getByRole('button', { name: 'Deactivate', exact: true }).click();
    await page.getByText('Not active', { exact: true }).waitFor();
    opened.assertQuiet();
    await opened.close();
  });

  test('a member of a team reads results, no settings; without the team nothing is there', async () => {
    const { session } = world.server;
    await session.ask('POST', '/organizations', { name: 'acme', displayName: 'Acme' });
    await session.ask('PUT', '/namespaces/acme/activation-default', { isActive: true });
    await session.ask('POST', '/namespaces/acme/teams', { name: 'readers', description: '' });
    await joinAsBob(world.server);
    await world.server.push('small-node', 'acme/shop:1');
    await world.server.analyzed('acme/shop', '1');

    const outside = await openAs('bob');
    await outside.page.goto(`${world.server.url}/r/acme/shop`);
    const words = await outside.page.locator('.empty-state').innerText();
    await outside.page.goto(`${world.server.url}/r/acme/nothing`);
    assert.equal(await outside.page.locator('.empty-state').innerText(), words);
    outside.assertQuiet('refused');
    await outside.close();

    await session.text('PUT', '/namespaces/acme/teams/readers/members/bob');
    const grant = '/repositories/acme/shop/grants/team/readers';
    await session.ask('PUT', grant, { permission: 'read' });
    const inside = await openAs('bob', 'dark');
    await inside.page.goto(`${world.server.url}/r/acme/shop/tags`);
    const shown = inside.page.getByRole('table', { name: 'Tags of acme/shop' });
    await shown.getByText('Complete').waitFor();
    assert.equal(await inside.page.getByRole('link', { name: 'Settings', exact: true }).count(), 0);
    await assertAccessible(inside.page);
    inside.assertQuiet();
    await inside.close();
  });

  test('without a plan the card says which has it; strangers see results once published', async () => {
    const { session } = world.server;
    const settings = '/repositories/acme/shop/settings';
    await session.ask('PATCH', settings, { visibility: 'public', readme: HOSTILE });
    const stranger = await openAs();
    await stranger.page.goto(`${world.server.url}/r/acme/shop/tags`);
    await stranger.page.getByRole('link', { name: '1', exact: true }).waitFor();
    assert.equal(await stranger.page.getByText('Complete').count(), 0);
    await session.ask('PATCH', settings, { publishesResults: true, description: HOSTILE });
    await stranger.page.goto(`${world.server.url}/r/acme/shop`);
    await stranger.page.getByText('Complete').waitFor();
    assert.equal(await stranger.page.locator('main img, main script').count(), 0);
    assert.equal(await stranger.page.getByText(HOSTILE).count(), 2);
    await assertAccessible(stranger.page);
    stranger.assertQuiet();
    await stranger.close();

    await session.ask('PUT', '/namespaces/alice/plan', { plan: 'free' });
    await world.server.push('empty', 'alice/free:1');
    const free = await openAs('alice');
    await free.page.goto(`${world.server.url}/r/alice/free/tags`);
    await free.page.getByRole('heading', { name: 'Image analysis is not in this plan' }).waitFor();
    await assertAccessible(free.page);
    free.assertQuiet();
    await free.close();
  });
});

/** By an invitation, as people come. */
async function joinAsBob({ session, url }: WebServer): Promise<void> {
  const invitation = await session.ask('POST', '/namespaces/acme/invitations', { role: 'member' });
  const account = { name: 'bob', displayName: 'Bob', password: PASSWORD };
  const answer = await fetch(`${url}/api/v1/invitations/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: invitation['token'], account }),
  });
  assert.ok(answer.ok, await answer.clone().text());
}
