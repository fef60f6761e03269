import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { OPERATIONS } from '../../src/api/contract/index.ts';

const CHROMIUM = '/usr/bin/chromium';

/** Why tests in a browser are left out; never in CI. */
export const withoutBrowser: string | false =
  process.env['CI'] === 'true' || existsSync(CHROMIUM)
    ? false
    : `SKIPPED: ${CHROMIUM} is not installed`;

/** How a browser notes on the console that the server said no, which its page then shows. */
export const REFUSED: RegExp =
  /Failed to load resource: the server responded with a status of 4\d\d/;

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
];

export interface PageOptions {
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  /** Of a session: `name=value`; absent: anonymous. */
  readonly cookie?: string | undefined;
}

/** A page of which everything that a browser complains of is kept. */
export interface WatchedPage {
  readonly page: Page;
  readonly complaints: readonly string[];
  /**
   * Fails on any error on the console, refusal by the policy, request to another host or to what is not in
   * OpenAPI. `refused`: the server was to say no.
   */
  assertQuiet(expected?: 'refused'): void;
  close(): Promise<void>;
}

export interface Browser {
  /** A page with cookies and storage of its own. */
  open(options?: PageOptions): Promise<WatchedPage>;
  close(): Promise<void>;
}

/** Debian's Chromium, for pages of one server; its profile is a new folder that goes with it. */
export async function startBrowser(url: string): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  return {
    open: async (options = {}) => {
      const context = await browser.newContext({
        baseURL: url,
        colorScheme: options.theme ?? 'light',
        viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
        reducedMotion: 'reduce',
      });
      await addCookie(context, url, options.cookie);
      return watch(context, url);
    },
    close: () => browser.close(),
  };
}

async function addCookie(context: BrowserContext, url: string, cookie?: string): Promise<void> {
  if (cookie === undefined) return;
  const [name = '', value = ''] = cookie.split(/=(.*)/s, 2);
  await context.addCookies([{ name, value, url, httpOnly: true, sameSite: 'Lax' }]);
}

const DOCUMENTED = Object.values(OPERATIONS).map(({ method, path }) => ({
  method,
  pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}));

/** Whether a page asks the server for what others could not know of. Documents and files of pages are no secret. */
function isUndocumented(method: string, path: string): boolean {
  if (!path.startsWith('/api/')) return method !== 'GET';
  return !DOCUMENTED.some((known) => known.method === method && known.pattern.test(path));
}

async function watch(context: BrowserContext, url: string): Promise<WatchedPage> {
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      complaints.push(`console ${message.type()}: ${message.text()} ${message.location().url}`);
    }
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const address = request.url();
    if (address.startsWith('blob:')) return;
    if (!address.startsWith(`${url}/`)) complaints.push(`elsewhere: ${address}`);
    else if (isUndocumented(request.method(), new URL(address).pathname)) {
      complaints.push(`not in OpenAPI: ${request.method()} ${address}`);
    }
  });
  return {
    page,
    complaints,
    assertQuiet: (expected) => {
      const isMeant = (words: string): boolean => expected === 'refused' && REFUSED.test(words);
      assert.deepEqual(
        complaints.filter((words) => !isMeant(words)),
        [],
      );
    },
    close: () => context.close(),
  };
}
