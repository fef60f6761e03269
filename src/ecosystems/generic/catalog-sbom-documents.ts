import {
  arrayOf,
  DEFAULT_LIMITS,
  isRecord,
  parseJson,
  recordOf,
  stringOf,
} from '../../base/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import { fileCataloger } from '../file-cataloger.ts';

const MIB = 1024 * 1024;
/** Of one document; what more it names is not compared. */
const MOST_PURLS = 10_000;
/** No package has as long a one. */
const LONGEST_PURL = 500;

type Json = Readonly<Record<string, unknown>>;

/**
 * Bills of materials that an image carries, as the facts `format` and `purls` (one a line): no packages, for
 * they say what somebody meant to be there. The inventory is held against them.
 *
 * https://docs.docker.com/build/metadata/attestations/sbom/, https://edu.chainguard.dev/ (below `var/lib/db/sbom`)
 */
export const sbomDocuments: PackageCataloger = fileCataloger({
  id: 'sbom-documents',
  revision: 1,
  reads: ['.spdx.json', '.cdx.json', '.cyclonedx.json', '.syft.json', 'sbom.json', 'bom.json'].map(
    (suffix) => ({ suffix, maxBytes: 16 * MIB }),
  ),
  read(file) {
    const parsed = parseJson(file.text(), DEFAULT_LIMITS);
    const root = parsed.ok && isRecord(parsed.value) ? statementOf(parsed.value) : undefined;
    const document = root && documentOf(root);
    if (!document || document.purls.length === 0) return { packages: [] };
    const purls = [...new Set(document.purls)].filter((purl) => !/[\n\r]/.test(purl));
    const facts = { format: document.format, purls: purls.slice(0, MOST_PURLS).join('\n') };
    return { packages: [], facts };
  },
});

/** Of an in-toto statement what it states. */
function statementOf(root: Json): Json {
  return isRecord(root['predicate']) && 'predicateType' in root ? root['predicate'] : root;
}

interface Document {
  readonly format: string;
  readonly purls: readonly string[];
}

function documentOf(root: Json): Document | undefined {
  if (root['bomFormat'] === 'CycloneDX') {
    return { format: 'cyclonedx', purls: componentPurls(root) };
  }
  if (stringOf(root['spdxVersion'])?.startsWith('SPDX-2')) {
    const purls = arrayOf(root['packages']).flatMap((one) =>
      arrayOf(recordOf(one)['externalRefs'])
        .map(recordOf)
        .flatMap((reference) => purlIn(reference, 'referenceLocator')),
    );
    return { format: 'spdx', purls };
  }
  if (Array.isArray(root['artifacts']) && isRecord(root['schema'])) {
    const purls = root['artifacts'].flatMap((one) => purlIn(recordOf(one), 'purl'));
    return { format: 'syft', purls };
  }
  return undefined;
}

/** Components lie within components; how deep is limited by what was parsed. */
function componentPurls(holder: Json): string[] {
  return arrayOf(holder['components'])
    .map(recordOf)
    .flatMap((component) => [...purlIn(component, 'purl'), ...componentPurls(component)]);
}

function purlIn(holder: Json, field: string): string[] {
  const text = stringOf(holder[field]);
  return text?.startsWith('pkg:') && text.length <= LONGEST_PURL ? [text] : [];
}
