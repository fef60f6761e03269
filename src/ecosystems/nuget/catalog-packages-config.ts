import type { Package } from '../../model/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import type { FileReading } from '../file-cataloger.ts';
import { fileCataloger, unreadable } from '../file-cataloger.ts';
import { isProjectLockfile, libraryPackage } from '../library-package.ts';
import { lockfileReading } from '../lockfile.ts';

/**
 * Reads the exact versions that older projects list.
 *
 * https://learn.microsoft.com/nuget/reference/packages-config
 */
export const packagesConfig: PackageCataloger = fileCataloger({
  id: 'nuget-packages-config',
  revision: 1,
  reads: [{ basename: 'packages.config' }],
  accepts: isProjectLockfile,
  read: (file) => readPackagesConfig(file.path, file.text()),
});

function readPackagesConfig(path: string, text: string): FileReading {
  if (!/<packages[\s/>]/.test(text)) {
    const message = 'packages.config without a list of packages';
    return unreadable(path, 'nuget.packages-config.malformed', message);
  }
  return lockfileReading(path, packagesIn(path, text));
}

/** An element longer than this lists nothing that is read here. */
const ELEMENT_CHARS = 2048;

/** `<package id="a" version="1.0.0" developmentDependency="true" />` */
function* packagesIn(path: string, text: string): Generator<Package | undefined> {
  const written = text.replaceAll(/<!--[^]*?(?:-->|$)/g, '');
  for (const { index } of written.matchAll(/<package\s/g)) {
    const [element = ''] = written.slice(index, index + ELEMENT_CHARS).split('>', 1);
    const attributes = attributesOf(element);
    const isDevelopment = attributes.get('developmentdependency')?.toLowerCase() === 'true';
    yield libraryPackage({
      ecosystem: 'nuget',
      name: attributes.get('id'),
      version: attributes.get('version'),
      path,
      evidence: 'lockfile',
      scope: isDevelopment ? 'dev' : 'runtime',
    });
  }
}

/** By their names in lower case. */
function attributesOf(element: string): ReadonlyMap<string, string> {
  const found = element.matchAll(/\s([A-Za-z]+)\s?=\s?(?:"([^"<]*)"|'([^'<]*)')/g);
  return new Map(
    [...found].map(([, name = '', double, single]) => [name.toLowerCase(), double ?? single ?? '']),
  );
}
