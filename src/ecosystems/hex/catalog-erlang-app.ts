import type { PackageCataloger } from '../cataloger.ts';
import type { FileReading } from '../file-cataloger.ts';
import { fileCataloger, unreadable } from '../file-cataloger.ts';
import { libraryPackage } from '../library-package.ts';
import { isOtpApplication } from './otp-applications.ts';

/**
 * Reads the resource files of compiled applications: in releases, in Erlang's and Elixir's own
 * libraries, and in what Mix and rebar3 have built. Those that come with Erlang/OTP and Elixir are
 * no packages of Hex.
 *
 * https://www.erlang.org/doc/apps/kernel/app.html
 */
export const erlangApp: PackageCataloger = fileCataloger({
  id: 'hex-erlang-app',
  revision: 1,
  reads: [{ suffix: '.app', within: 'ebin', maxBytes: 4 * 1024 * 1024 }],
  accepts: isInstalled,
  read: (file) => readApp(file.path, file.text()),
});

/** `lib/NAME-VERSION/ebin/NAME.app`, or without the version; what was built for tests does not run. */
function isInstalled(path: string): boolean {
  const match = /(?:^|\/)lib\/([^/]+)\/ebin\/([^/]+)\.app$/.exec(path);
  const [, folder, name = ''] = match ?? [];
  const isOwn = folder === name || folder?.startsWith(`${name}-`) === true;
  return isOwn && !path.includes('_build/test/');
}

function readApp(path: string, text: string): FileReading {
  const name = /\{\s*application\s*,\s*'?([A-Za-z][\w@]*)/.exec(text)?.[1];
  const version = /\{\s*vsn\s*,\s*"([^"]*)"/.exec(text)?.[1];
  if (name === undefined || version === undefined) {
    const message = 'application resource file without a name or a version';
    return unreadable(path, 'hex.erlang-app.incomplete', message);
  }
  const found = libraryPackage({
    ecosystem: isOtpApplication(name) ? 'otp' : 'hex',
    name,
    version,
    path,
    evidence: 'metadata',
  });
  return { packages: found ? [found] : [] };
}
