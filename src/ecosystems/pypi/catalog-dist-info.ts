import type { PackageCataloger } from '../cataloger.ts';
import type { FileReading } from '../file-cataloger.ts';
import { fileCataloger, unreadable } from '../file-cataloger.ts';
import { parseHeaders } from '../headers.ts';
import { pythonPackage, vendorOf } from './python-package.ts';

/**
 * Reads the metadata of installed distributions: wheels' `.dist-info`, and `.egg-info` (a folder or
 * a file) and `EGG-INFO` of what setup.py installed.
 *
 * https://packaging.python.org/en/latest/specifications/core-metadata/
 */
export const distInfo: PackageCataloger = fileCataloger({
  id: 'pypi-dist-info',
  revision: 1,
  reads: [
    { basename: 'METADATA', folder: '.dist-info' },
    { basename: 'PKG-INFO', folder: '.egg-info' },
    { basename: 'PKG-INFO', folder: 'EGG-INFO' },
    { suffix: '.egg-info' },
  ],
  accepts: (path) => !isFixture(path),
  read: (file) => readMetadata(file.path, file.text()),
});

/** Metadata that a package's own tests bring along. */
function isFixture(path: string): boolean {
  const folders = path.split('/');
  const installed = folders.findIndex((folder) => /^(?:site|dist)-packages$/.test(folder));
  return installed !== -1 && folders.slice(installed + 2, -2).some((folder) => TESTS.has(folder));
}

const TESTS = new Set(['test', 'tests', 'testing', 'fixtures']);

function readMetadata(path: string, text: string): FileReading {
  const fields = parseHeaders(text);
  const name = fields.get('name')?.[0];
  const version = fields.get('version')?.[0];
  if (!name || !version) {
    return unreadable(path, 'pypi.metadata.incomplete', 'Python metadata without name or version');
  }
  const found = pythonPackage({
    name,
    version,
    path,
    evidence: 'metadata',
    licenses: licensesOf(fields),
    inside: vendorOf(path),
  });
  return { packages: found ? [found] : [] };
}

/** `License` can hold a whole licence's text, which is no name. */
const LICENSE_CHARS = 200;

/** License-Expression (SPDX) before License before the classifiers. */
function licensesOf(fields: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const written = [fields.get('license-expression')?.[0], fields.get('license')?.[0]].find(
    (text) => text && text !== 'UNKNOWN' && text.length <= LICENSE_CHARS && !text.includes('\n'),
  );
  if (written) return [written];
  const classifiers = fields.get('classifier') ?? [];
  return classifiers
    .filter((classifier) => classifier.startsWith('License :: '))
    .map((classifier) => classifier.slice(classifier.lastIndexOf(' :: ') + 4))
    .filter((license) => license !== 'OSI Approved');
}
