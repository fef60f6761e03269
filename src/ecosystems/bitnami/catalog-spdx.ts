import { arrayOf, recordOf, stringOf } from '../../base/index.ts';
import type { Package } from '../../model/index.ts';
import { parsePurl } from '../../model/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import { jsonCataloger, type JsonRoot } from '../json-file.ts';
import { libraryPackage } from '../library-package.ts';
import { lockfileReading } from '../lockfile.ts';

/**
 * Reads the SPDX documents that Bitnami leaves beside each component: of what they list, Bitnami's
 * own components.
 *
 * https://github.com/bitnami/vulndb
 */
export const bitnamiSpdx: PackageCataloger = jsonCataloger({
  id: 'bitnami-spdx',
  revision: 1,
  reads: [{ suffix: '.spdx', within: 'bitnami' }],
  accepts: (path) => /\/\.spdx-[^/]+$/.test(path),
  malformed: 'bitnami.spdx.malformed',
  read: (root, path) => lockfileReading(path, componentsIn(root, path)),
});

function* componentsIn(root: JsonRoot, path: string): Generator<Package | undefined> {
  for (const written of arrayOf(root['packages'])) {
    const entry = recordOf(written);
    for (const reference of arrayOf(entry['externalRefs'])) {
      const purl = stringOf(recordOf(reference)['referenceLocator']) ?? '';
      if (!purl.startsWith('pkg:bitnami/')) continue;
      yield componentOf(purl, entry, path);
      break;
    }
  }
}

function componentOf(
  purl: string,
  entry: Readonly<Record<string, unknown>>,
  path: string,
): Package | undefined {
  const parsed = parsePurl(purl);
  if (!parsed) return undefined;
  const licenses = ['licenseConcluded', 'licenseDeclared']
    .map((field) => stringOf(entry[field]) ?? '')
    .filter((license) => license !== '' && license !== 'NOASSERTION' && license !== 'NONE');
  return libraryPackage({
    ecosystem: 'bitnami',
    name: parsed.name,
    version: parsed.version,
    path,
    evidence: 'sbom',
    licenses: [...new Set(licenses)],
    facts: { arch: parsed.qualifiers?.['arch'], distro: parsed.qualifiers?.['distro'] },
  });
}
