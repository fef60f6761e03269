/**
 * `npm run screenshots -- [NAME ...]`: pictures of every page whose name begins so, light and dark, at 1280, 1920 and
 * 375 pixels, empty and full, into `.screenshots/`. TEST_CORPUS names the images. The two servers are kept below
 * the temporary folder: the first run fills them, the next ones take seconds. `--quick`: 1280 and 375, light
 * and 1280, dark. Says what the browser complained of, and fails then.
 */
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REFUSED, startBrowser } from './web/browser.ts';
import type { Browser } from './web/browser.ts';
import { startFullWorld } from './web/full-world.ts';
import type { ListedPage } from './web/page-list.ts';
import { PAGES } from './web/page-list.ts';
import { settled } from './web/settled.ts';
import type { WebServer } from './web/web-server.ts';
import { startWebServer } from './web/web-server.ts';

const ROOT = join(import.meta.dirname, '..');
const OUT = join(ROOT, '.screenshots');
const THEMES = ['light', 'dark'] as const;
const WIDTHS = [1280, 1920, 375] as const;

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const isQuick = process.argv.includes('--quick');
const failures: string[] = [];

for (const world of ['empty', 'full'] as const) {
  const pages = PAGES.filter(
    ({ name, worlds = ['full'] }) =>
      worlds.includes(world) &&
      (wanted.length === 0 || wanted.some((start) => name.startsWith(start))),
  );
  if (pages.length > 0) await takeWorld(world, pages);
}
for (const failure of failures) console.error(failure);
process.exit(failures.length > 0 ? 1 : 0);

async function takeWorld(world: 'empty' | 'full', pages: readonly ListedPage[]): Promise<void> {
  const data = dataFolder(world);
  const server = world === 'full' ? await startFullWorld({ data }) : await startWebServer({ data });
  const browser = await startBrowser(server.url);
  try {
    const cookie = await server.cookieOf(server.user, server.password);
    for (const width of WIDTHS) {
      for (const theme of THEMES) {
        if (isQuick && (width === 1920 || (width === 375 && theme === 'dark'))) continue;
        await takeAll(browser, server, { world, pages, cookie, width, theme });
      }
    }
  } finally {
    await browser.close();
    await server.stop();
  }
}

interface Round {
  readonly world: string;
  readonly pages: readonly ListedPage[];
  readonly cookie: string;
  readonly width: number;
  readonly theme: 'light' | 'dark';
}

async function takeAll(browser: Browser, server: WebServer, round: Round): Promise<void> {
  const { world, pages, cookie, width, theme } = round;
  const folder = join(OUT, `${world}-${theme}-${width}`);
  mkdirSync(folder, { recursive: true });
  for (const { name, path, as, isRefused = false } of pages) {
    const opened = await browser.open({
      theme,
      width,
      height: width === 375 ? 720 : 900,
      cookie: as === 'nobody' ? undefined : cookie,
    });
    await opened.page.goto(server.url + path);
    await settled(opened.page);
    await opened.page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
    const said = opened.complaints.filter((words) => !isRefused || !REFUSED.test(words));
    failures.push(...said.map((words) => `${world} ${theme} ${width} ${name}: ${words}`));
    await opened.close();
  }
  console.log(`${folder}: ${pages.length} pages`);
}

/** One for each clone; short, for it holds a socket. */
function dataFolder(world: string): string {
  const clone = createHash('sha256').update(ROOT).digest('hex').slice(0, 8);
  const folder = join(tmpdir(), `drydock-screens-${clone}`);
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  const data = join(folder, world);
  mkdirSync(data, { recursive: true });
  return data;
}
