import { DEFAULT_LIMITS, isRecord, parseJson, recordOf } from '../../base/index.ts';
import type { Diagnostic } from '../../model/index.ts';
import type { CatalogFinding, LayerFile, PackageCataloger } from '../cataloger.ts';
import { linesOf, readStanzas } from './stanzas.ts';

/** Reads which Ubuntu Pro services are on, as facts `service:esm-infra` = `enabled`. */
export const ubuntuPro: PackageCataloger = {
  id: 'ubuntu-pro',
  revision: 1,
  reads: [{ path: 'var/lib/ubuntu-advantage/status.json' }],
  grouping: 'file',

  catalog(files) {
    const findings: CatalogFinding[] = [];
    const diagnostics: Diagnostic[] = [];
    for (const file of files) {
      const services = servicesOf(file);
      if (services) findings.push({ path: file.path, packages: [], facts: services });
      else {
        diagnostics.push({
          code: 'deb.ubuntu-pro.unreadable',
          severity: 'warning',
          message: 'no JSON object with a list of services; Ubuntu Pro is taken to be off',
          path: file.path,
        });
      }
    }
    return Promise.resolve({ findings, diagnostics });
  },
};

function servicesOf(file: LayerFile): Record<string, string> | undefined {
  const document = parseJson(file.text(), DEFAULT_LIMITS);
  if (!document.ok || !isRecord(document.value) || !Array.isArray(document.value['services'])) {
    return undefined;
  }
  const facts: Record<string, string> = {};
  for (const service of document.value['services'].map(recordOf)) {
    const { name, status } = service;
    if (typeof name === 'string' && typeof status === 'string') facts[`service:${name}`] = status;
  }
  return facts;
}

/**
 * Reads the suites that apt installs from, as facts `suite:sid` = `deb`: the release files of
 * Debian's testing and unstable are the same.
 */
export const aptSources: PackageCataloger = {
  id: 'apt-sources',
  revision: 1,
  reads: [
    { path: 'etc/apt/sources.list' },
    { under: 'etc/apt/sources.list.d/', suffix: '.list' },
    { under: 'etc/apt/sources.list.d/', suffix: '.sources' },
  ],
  grouping: 'file',

  catalog(files) {
    const findings = files.map((file): CatalogFinding => {
      const suites = file.path.endsWith('.sources') ? suitesOfStanzas(file) : suitesOfLines(file);
      return {
        path: file.path,
        packages: [],
        facts: Object.fromEntries([...suites].map((suite) => [`suite:${suite}`, 'deb'])),
      };
    });
    return Promise.resolve({ findings, diagnostics: [] });
  },
};

/** Far longer than any line of a sources.list. */
const LONGEST_LINE = 4096;

/** `deb [options] URI suite component...`; only suites of Debian are told. */
function suitesOfLines(file: LayerFile): Set<string> {
  const suites = new Set<string>();
  for (const line of linesOf(file.text())) {
    const words = line.slice(0, LONGEST_LINE).replace(/\[[^\]]*\]/, ' ');
    const [kind, uri = '', suite] = words.trim().split(/\s+/, 3);
    if (kind === 'deb' && isDebian(uri) && suite) suites.add(suite);
  }
  return suites;
}

const SOURCES_FIELDS = new Set(['uris', 'suites']);

function suitesOfStanzas(file: LayerFile): Set<string> {
  const suites = new Set<string>();
  for (const fields of readStanzas(file.text(), SOURCES_FIELDS)) {
    if (!isDebian(fields.get('uris') ?? '')) continue;
    for (const suite of (fields.get('suites') ?? '').split(/\s+/)) suites.add(suite);
  }
  return suites;
}

function isDebian(uri: string): boolean {
  return /\bdebian\b/.test(uri);
}
