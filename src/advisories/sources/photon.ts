import { err, failure, ok } from '../../base/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import type { Affected, Diagnostic, VendorStatus } from '../../model/index.ts';
import { skipped } from '../diagnostics.ts';
import { isObject, parseJson, textAt } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { bandOf } from '../severity.ts';
import { bareAdvisory, rangesBefore } from './parsed-feed.ts';
import type { ParsedFeed } from './parsed-feed.ts';

/** `CVE-2025-9086`, `BDSA-2025-13833`, `UNK-1`; `Re` is none. */
const ID = /^[A-Z]{2,16}-[\w.-]{1,64}$/;

/** Of one release; the largest real one has some 60,000. */
const RECORDS = 1_000_000;

const NAME_CHARS = 256;

/** What the file has where there is no version. */
const NO_VERSION: ReadonlySet<string> = new Set(['', 'NA', 'N/A']);

/**
 * Photon's list of one release: a vulnerability, a package with its binary name, whether and where it
 * is fixed, and a base score without its vector.
 *
 * https://packages.broadcom.com/photon/photon_cve_metadata/
 */
export function parsePhoton(
  bytes: Uint8Array,
  release: string,
  path: string,
): Result<ParsedFeed, Failure> {
  const document = parseJson(bytes);
  if (!Array.isArray(document)) {
    return err(failure('advisory.feed.malformed', `${path} is no JSON list of vulnerabilities`));
  }
  if (document.length > RECORDS) {
    return err(failure('advisory.feed.too-large', `${path} lists more than ${RECORDS} records`));
  }
  const left: Diagnostic[] = [];
  const byId = new Map<string, Affected[]>();
  for (const [index, record] of document.entries()) {
    const read = isObject(record) ? readRecord(record, release) : undefined;
    if (read === undefined) {
      left.push(
        skipped('advisory.photon.bad-record', 'names no id or package', `${path}#${index}`),
      );
      continue;
    }
    const entries = byId.get(read.id);
    if (entries) entries.push(read.affected);
    else byId.set(read.id, [read.affected]);
  }
  const advisories = [...byId].map(([id, affected]) =>
    bareAdvisory({ id: `PHOTON-${id}`, source: 'photon', upstream: [id], affected }),
  );
  return ok({ advisories, skipped: left });
}

function readRecord(
  record: JsonObject,
  release: string,
): { readonly id: string; readonly affected: Affected } | undefined {
  const id = textAt(record, 'cve_id');
  const name = textAt(record, 'pkg');
  if (!ID.test(id) || name === '' || name.length > NAME_CHARS) return undefined;
  const written = textAt(record, 'res_ver').trim();
  const fixed = NO_VERSION.has(written) ? '' : written;
  const status = statusOf(record, fixed);
  const score = record['cve_score'];
  return {
    id,
    affected: {
      ecosystem: 'rpm',
      namespace: `Photon OS:${release}`,
      name,
      ranges: rangesBefore(status, fixed),
      versions: [],
      status,
      ...(typeof score === 'number' &&
        score > 0 &&
        score <= 10 && { severity: { source: 'Photon OS', severity: bandOf(score), score } }),
      architectures: [],
    },
  };
}

/** A record that is not said to spare the package is on one that is affected. */
function statusOf(record: JsonObject, fixed: string): VendorStatus {
  if (textAt(record, 'status').toLowerCase() === 'not affected') return 'not_affected';
  return fixed === '' ? 'affected' : 'fix_available';
}
