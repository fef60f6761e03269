import { arrayOf, DEFAULT_LIMITS, isRecord, parseJson } from '../../base/index.ts';
import type { Diagnostic } from '../../model/index.ts';
import type { CatalogFinding, PackageCataloger } from '../cataloger.ts';

/**
 * Reads which of Red Hat's repositories an image was built from, as facts
 * `content-set:rhel-9-for-x86_64-baseos-rpms` = `rpm`: one file for each layer that Red Hat built.
 */
export const redHatContentSets: PackageCataloger = {
  id: 'redhat-content-sets',
  revision: 1,
  reads: [
    { under: 'root/buildinfo/content_manifests/', suffix: '.json' },
    { under: 'usr/share/buildinfo/', suffix: '.json' },
  ],
  grouping: 'file',

  catalog(files) {
    const findings: CatalogFinding[] = [];
    const diagnostics: Diagnostic[] = [];
    for (const file of files) {
      const sets = contentSetsOf(file.text());
      if (sets) {
        const facts = Object.fromEntries(sets.map((set) => [`content-set:${set}`, 'rpm']));
        findings.push({ path: file.path, packages: [], facts });
      } else {
        diagnostics.push({
          code: 'rpm.content-sets.unreadable',
          severity: 'warning',
          message: 'no JSON object; the repositories that it names were left out',
          path: file.path,
        });
      }
    }
    return Promise.resolve({ findings, diagnostics });
  },
};

/** None of a file that lists none (labels stand in the same folder); `undefined` of no object. */
function contentSetsOf(text: string): string[] | undefined {
  const document = parseJson(text, DEFAULT_LIMITS);
  if (!document.ok || !isRecord(document.value)) return undefined;
  return arrayOf(document.value['content_sets']).filter((set) => typeof set === 'string');
}
