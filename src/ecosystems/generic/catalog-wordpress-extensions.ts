import type { PackageCataloger } from '../cataloger.ts';
import { type FileReading, fileCataloger } from '../file-cataloger.ts';
import { libraryPackage } from '../library-package.ts';

/** WordPress itself looks for headers no further. */
const HEADER_CHARS = 8 * 1024;

/** `plugins/NAME/FILE.php`, or a plug-in of one file; `themes/NAME/style.css`. */
const PLUGIN = /(?:^|\/)wp-content\/(?:mu-)?plugins\/(?:([^/]+)\/[^/]+\.php|([^/]+)\.php)$/;
const THEME = /(?:^|\/)wp-content\/themes\/([^/]+)\/style\.css$/;

/**
 * Reads WordPress's plug-ins and themes, by the headers of their main files; they are known by the
 * names of their folders, as on wordpress.org.
 *
 * https://developer.wordpress.org/plugins/plugin-basics/header-requirements/
 */
export const wordpressExtensions: PackageCataloger = fileCataloger({
  id: 'generic-wordpress-extensions',
  revision: 1,
  reads: [
    { suffix: '.php', within: 'plugins' },
    { suffix: '.php', within: 'mu-plugins' },
    { basename: 'style.css' },
  ],
  read(file) {
    const [, folder, single] = PLUGIN.exec(file.path) ?? [];
    const plugin = folder ?? single;
    const theme = THEME.exec(file.path)?.[1];
    if (plugin !== undefined) return readHeader(`wordpress-plugin/${plugin}`, 'Plugin', file);
    return theme === undefined
      ? { packages: [] }
      : readHeader(`wordpress-theme/${theme}`, 'Theme', file);
  },
});

function readHeader(
  name: string,
  kind: 'Plugin' | 'Theme',
  { path, text }: { readonly path: string; readonly text: () => string },
): FileReading {
  const head = text().slice(0, HEADER_CHARS);
  if (headerOf(head, `${kind} Name`) === undefined) return { packages: [] };
  const license = headerOf(head, 'License');
  const found = libraryPackage({
    ecosystem: 'generic',
    name,
    version: headerOf(head, 'Version'),
    path,
    evidence: 'metadata',
    licenses: license === undefined ? [] : [license],
  });
  return { packages: found ? [found] : [] };
}

/** A line of a comment: ` * Version: 5.3`, whatever of `*`, `#`, `@`, `/` stands before. */
function headerOf(head: string, name: string): string | undefined {
  const written = new RegExp(`^(?:<\\?php)?[ \\t/*#@]{0,32}${name}:([^\\r\\n]{1,256})$`, 'im').exec(
    head,
  )?.[1];
  const value = written?.replace(/(?:\*\/|\?>).*/, '').trim();
  return value === '' ? undefined : value;
}
