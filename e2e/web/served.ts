import { after, before } from 'node:test';
import type { Browser } from './browser.ts';
import { startBrowser } from './browser.ts';
import type { WebServer } from './web-server.ts';

/** What the tests of a `describe` share; it is there when they run. */
export interface Served {
  readonly server: WebServer;
  readonly browser: Browser;
  /** Of the administrator: `name=value`. */
  readonly cookie: string;
}

/** Starts a server, a browser and a session before the tests; ends after them what was started, however far it came. */
export function served(
  start: () => Promise<WebServer>,
  fill: (server: WebServer) => Promise<void> = () => Promise.resolve(),
): Served {
  const begun: { server?: WebServer; browser?: Browser; cookie?: string } = {};
  before(async () => {
    const server = (begun.server = await start());
    begun.browser = await startBrowser(server.url);
    begun.cookie = await server.cookieOf(server.user, server.password);
    await fill(server);
  });
  after(async () => {
    await begun.browser?.close();
    await begun.server?.stop();
  });
  return {
    get server() {
      return there(begun.server);
    },
    get browser() {
      return there(begun.browser);
    },
    get cookie() {
      return there(begun.cookie);
    },
  };
}

function there<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('asked for before the tests run');
  return value;
}
