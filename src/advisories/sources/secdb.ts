import { err, ok, failure } from '../../base/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import { ecosystems } from '../../ecosystems/index.ts';
import type { Affected, Diagnostic } from '../../model/index.ts';
import { skipped } from '../diagnostics.ts';
import { isObject, listAt, objectAt, parseJson, textAt } from '../json.ts';
import { bareAdvisory, rangesBefore } from './parsed-feed.ts';
import type { ParsedFeed } from './parsed-feed.ts';

/** Which distribution a secdb document is of. */
export interface SecdbOrigin {
  /** The feed: `alpine-secdb`. */
  readonly source: string;
  /** `Alpine:v3.20`, `Wolfi`. */
  readonly namespace: string;
  /** Put before an id, to tell this statement from the vulnerability itself: `ALPINE-`. */
  readonly idPrefix: string;
}

/** `CVE-2019-1234`, `GHSA-...`, `XSA-123`, `VSV00019`. */
const ID = /^(?=\D{2,80}\d|GHSA-)[A-Z]{2,16}[\w.-]{1,64}$/;

/** `CVE_2019-2426` and `CVE 2025-48379` were meant well. */
const ODD_CVE = /CVE[ _](?=\d)/g;

/** Of one document; the largest real one has 1,300. */
const PACKAGES = 200_000;

/**
 * A secdb document (`main.json`, `security.json`) of apk distributions: a package, the versions that
 * fixed something, and what each fixed. The version `0` says: never affected.
 *
 * https://secdb.alpinelinux.org/
 */
export function parseSecdb(
  bytes: Uint8Array,
  origin: SecdbOrigin,
  path: string,
): Result<ParsedFeed, Failure> {
  const document = parseJson(bytes);
  if (!isObject(document) || !Array.isArray(document['packages'])) {
    return err(failure('advisory.feed.malformed', `${path} is no secdb document: no "packages"`));
  }
  const packages = listAt(document, 'packages');
  if (packages.length > PACKAGES) {
    return err(failure('advisory.feed.too-large', `${path} lists more than ${PACKAGES} packages`));
  }
  const left: Diagnostic[] = [];
  const affected = new Map<string, Affected[]>();
  for (const [index, entry] of packages.entries()) {
    const pkg = objectAt(isObject(entry) ? entry : {}, 'pkg');
    const name = textAt(pkg, 'name');
    if (name === '' || !isObject(pkg['secfixes'])) {
      left.push(
        skipped('advisory.secdb.bad-package', 'names no package or fixes', `${path}#${index}`),
      );
      continue;
    }
    for (const [version, ids] of Object.entries(pkg['secfixes'])) {
      const where = `${path}#${name}/${version}`;
      if (!Array.isArray(ids)) {
        left.push(skipped('advisory.secdb.bad-fix', 'lists no ids', where));
        continue;
      }
      const entry = affectedOf(origin, name, version);
      for (const id of readIds(listAt(pkg['secfixes'], version), where, left)) {
        const entries = affected.get(id);
        if (entries) entries.push(entry);
        else affected.set(id, [entry]);
      }
    }
  }
  const advisories = [...affected].map(([id, entries]) =>
    bareAdvisory({
      id: id.startsWith(origin.idPrefix) ? id : `${origin.idPrefix}${id}`,
      source: origin.source,
      upstream: id.startsWith(origin.idPrefix) ? [] : [id],
      affected: entries,
    }),
  );
  return ok({ advisories, skipped: left });
}

function affectedOf(origin: SecdbOrigin, name: string, version: string): Affected {
  const status = version === '0' ? 'not_affected' : 'fix_available';
  return {
    ecosystem: 'apk',
    namespace: origin.namespace,
    name: ecosystems.get('apk')?.normalizeName(name) ?? name,
    ranges: rangesBefore(status, version),
    versions: [],
    status,
    architectures: [],
  };
}

/** An entry can hold several ids, and words: `CVE-2017-2616 (+ regression fix)`. */
function readIds(listed: readonly unknown[], where: string, left: Diagnostic[]): string[] {
  const ids = new Set<string>();
  for (const text of listed) {
    const words =
      typeof text === 'string'
        ? text
            .slice(0, 1024)
            .replaceAll(ODD_CVE, 'CVE-')
            .split(/[\s,;()]+/)
        : [];
    const read = words.filter((word) => ID.test(word));
    for (const id of read) ids.add(id);
    if (read.length === 0) {
      left.push(
        skipped(
          'advisory.secdb.bad-id',
          `no vulnerability id in "${String(text).slice(0, 80)}"`,
          where,
        ),
      );
    }
  }
  return [...ids];
}
