/** The first minutes of a person with the pages: set up, sign in, find one's way, by mouse and by keyboard. */
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { TOTP } from 'otpauth';
import { buildWhenStale } from '../tools/web.ts';
import { withoutPrograms } from './support/corpus.ts';
import { scratch } from './support/drydock.ts';
import { startDrydock } from './support/drydock-server.ts';
import { assertAccessible } from './web/axe.ts';
import { startBrowser, withoutBrowser } from './web/browser.ts';
import { assertInert } from './web/inert.ts';
import { PAGES } from './web/page-list.ts';
import { served } from './web/served.ts';
import { settled } from './web/settled.ts';
import { startWebServer } from './web/web-server.ts';

const skip = withoutBrowser || withoutPrograms('skopeo');
const PASSWORD = 'a long password of alice';

test(
  'from the printed link to the first commands, signing out and in again',
  { skip },
  async (t) => {
    await buildWhenStale();
    const data = mkdtempSync(join(scratch, 'data-'));
    const server = await startDrydock({ data });
    t.after(() => server.stop());
    const browser = await startBrowser(`http://${server.host}`);
    t.after(() => browser.close());
    const opened = await browser.open();
    const { page } = opened;

    await page.goto(`http://${server.host}/`);
    await page.getByRole('heading', { name: 'Nobody can sign in yet' }).waitFor();

    await page.goto(/http\S+\/setup#\S+/.exec(server.log())?.[0] ?? 'no link');
    await page.getByRole('heading', { name: 'Set up Drydock' }).waitFor();
    assert.equal(new URL(page.url()).hash, '', 'the token is not left in the address');
    await assertAccessible(page);
    await page.getByRole('textbox', { name: 'Name' }).fill('alice');
    await page.getByRole('textbox', { name: 'Password', exact: true }).fill(PASSWORD);
    await page.getByRole('textbox', { name: 'Password again' }).fill('another one');
    await page.getByRole('button', { name: 'Make the administrator' }).click();
    await page.getByText('This is another one.').waitFor();
    await page.getByRole('textbox', { name: 'Password again' }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Make the administrator' }).click();
    await page.getByRole('heading', { name: 'Push your first image' }).waitFor();
    await page.getByText(`docker login ${server.host} -u alice`).waitFor();

    await page.getByRole('button', { name: 'Account of alice' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto(`http://${server.host}/account/tokens`);
    await page.getByRole('textbox', { name: 'Name or e-mail address' }).fill('alice');
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Access tokens', exact: true }).waitFor();
    assert.equal(new URL(page.url()).pathname, '/account/tokens', 'back to where one wanted to go');
    opened.assertQuiet();

    await page.goto(`http://${server.host}/setup`);
    await page.getByText('There is an administrator already').waitFor();
  },
);

describe('on a server that is set up', { skip }, () => {
  const world = served(() => startWebServer());

  test('a token is shown once, works, and is revoked', async () => {
    const { server, browser } = world;
    const cookie = await server.cookieOf(server.user, server.password);
    const opened = await browser.open({ cookie });
    const { page } = opened;
    await page.goto(`${server.url}/account/tokens`);
    await page.getByRole('button', { name: 'New token' }).first().click();
    await page.getByRole('textbox', { name: 'Name' }).fill('laptop');
    await assertAccessible(page);
    await page.getByRole('button', { name: 'Make the token' }).click();
    const secret = await page.getByRole('region', { name: 'Token' }).innerText();
    const headers = { authorization: `Bearer ${secret.trim()}` };
    const ask = () => fetch(`${server.url}/api/v1/repositories`, { headers });
    assert.equal((await ask()).status, 200);
    await page.reload();
    await page.getByRole('table', { name: 'Access tokens' }).waitFor();
    assert.equal(await page.getByText(secret.trim()).count(), 0);
    await page.getByRole('button', { name: 'Revoke laptop' }).click();
    await page.getByRole('button', { name: 'Revoke it' }).click();
    await page.getByText('No access tokens yet').waitFor();
    assert.equal((await ask()).status, 401);
    opened.assertQuiet();
    await opened.close();
  });

  test('everything in the frame is reached by the keyboard, and the palette leads anywhere', async () => {
    const { server, browser } = world;
    const cookie = await server.cookieOf(server.user, server.password);
    await server.session.ask('POST', '/namespaces/alice/repositories', { name: 'deep/down/shop' });
    const opened = await browser.open({ cookie });
    const { page } = opened;
    await page.goto(`${server.url}/account`);
    await settled(page);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const focused = () => page.evaluate('document.activeElement?.id');
    assert.equal(await focused(), 'content', 'the skip link skips');

    await page.keyboard.press('/');
    await page.getByRole('combobox', { name: /^Repository, tag/ }).waitFor();
    await assertAccessible(page);
    await page.keyboard.type('down/sh');
    await page.getByRole('option', { name: /alice\/deep\/down\/shop/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /shop/ }).waitFor();
    assert.equal(new URL(page.url()).pathname, '/r/alice/deep/down/shop');
    await page.getByRole('link', { name: 'Tags', exact: true }).click();
    await page.waitForURL('**/r/alice/deep/down/shop/-/tags');
    await page.reload();
    await page.getByRole('heading', { level: 1, name: /shop/ }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /^Repository, tag/ }).waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('combobox', { name: /^Repository, tag/ }).count(), 0);
    await page.goBack();
    await page.waitForURL('**/r/alice/deep/down/shop');
    opened.assertQuiet();
    await opened.close();
  });

  test('while the server is away the page says so, and goes on by itself', async () => {
    const { server, browser } = world;
    const cookie = await server.cookieOf(server.user, server.password);
    const opened = await browser.open({ cookie });
    const { page } = opened;
    await page.goto(`${server.url}/account`);
    await settled(page);
    await page.route('**/api/**', (route) => route.abort('connectionrefused'));
    await page.getByRole('link', { name: 'Access tokens' }).click();
    await page.getByText('The server does not answer').waitFor();
    await page.unroute('**/api/**');
    await page.getByText('The server does not answer').waitFor({ state: 'hidden' });
    await page.getByText('No access tokens yet').waitFor();
    await opened.close();
  });

  test('who is signed out elsewhere is asked to sign in, and comes back', async () => {
    const { server, browser } = world;
    const cookie = await server.cookieOf(server.user, server.password);
    const opened = await browser.open({ cookie });
    const { page } = opened;
    await page.goto(`${server.url}/account`);
    await settled(page);
    await server.session.text('DELETE', '/account/sessions');
    await page.getByRole('link', { name: 'Access tokens' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    assert.equal(new URL(page.url()).search, '?returnTo=%2Faccount%2Ftokens');
    await opened.close();
  });

  test('what is not there and what one may not see have the same words', async () => {
    const { server, browser } = world;
    const cookie = await server.cookieOf(server.user, server.password);
    for (const path of ['/r/nobody/nothing', '/ns/nobody', '/r/nobody/nothing/tags/1']) {
      const opened = await browser.open({ cookie });
      await opened.page.goto(server.url + path);
      await opened.page.getByText('This does not exist, or you may not see it').waitFor();
      opened.assertQuiet('refused');
      await opened.close();
    }
  });

  test('nobody is kept out: no violation on any page of the empty server, in both themes', async () => {
    const { server, browser } = world;
    const cookie = await server.cookieOf(server.user, server.password);
    const pages = PAGES.filter(({ worlds = [] }) => worlds.includes('empty'));
    assert.ok(pages.length > 10);
    for (const theme of ['light', 'dark'] as const) {
      for (const { path, as, isRefused } of pages) {
        const opened = await browser.open({
          theme,
          width: theme === 'dark' ? 375 : 1280,
          cookie: as === 'nobody' ? undefined : cookie,
        });
        await opened.page.goto(server.url + path);
        await settled(opened.page);
        await assertAccessible(opened.page);
        await assertInert(opened.page);
        opened.assertQuiet(isRefused === true ? 'refused' : undefined);
        await opened.close();
      }
    }
  });

  test('a wrong password is said in words, and a one-time code is asked for and taken', async () => {
    const { server, browser } = world;
    const cookie = await server.cookieOf(server.user, server.password);
    const enrolling = await browser.open({ cookie });
    await enrolling.page.goto(`${server.url}/account/security`);
    await enrolling.page.getByRole('button', { name: 'Turn on one-time codes' }).click();
    await enrolling.page.getByRole('img', { name: 'For your authenticator' }).waitFor();
    await assertAccessible(enrolling.page);
    const secret = await enrolling.page.getByRole('region', { name: 'Secret' }).innerText();
    const totp = new TOTP({ secret: secret.trim() });
    await enrolling.page.getByLabel('Code that it shows').fill(totp.generate());
    await enrolling.page.getByRole('textbox', { name: 'Your password' }).fill(server.password);
    await enrolling.page.getByRole('button', { name: 'Turn on', exact: true }).click();
    const codes = enrolling.page.getByRole('region', { name: 'Recovery codes' });
    const [recovery = '', another = ''] = (await codes.innerText()).trim().split('\n');

    const opened = await browser.open();
    const { page } = opened;
    await page.goto(`${server.url}/sign-in`);
    await page.getByRole('textbox', { name: 'Name or e-mail address' }).fill(server.user);
    await page.getByRole('textbox', { name: 'Password' }).fill('wrong');
    await page.getByRole('button', { name: 'Sign in', exact: true }).last().click();
    await page.getByRole('alert').waitFor();
    await page.getByRole('textbox', { name: 'Password' }).fill(server.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).last().click();
    await page.getByLabel('One-time code').fill(recovery);
    await page.getByRole('button', { name: 'Sign in', exact: true }).last().click();
    await page.getByRole('heading', { name: 'Repositories' }).waitFor();
    opened.assertQuiet('refused');
    await opened.close();

    await enrolling.page.getByLabel('Code that it shows').fill(another);
    await enrolling.page.getByRole('textbox', { name: 'Your password' }).fill(server.password);
    await enrolling.page.getByRole('button', { name: 'Turn off one-time codes' }).click();
    await enrolling.page.getByRole('button', { name: 'Turn on one-time codes' }).waitFor();
    await enrolling.close();
  });
});
