import { err, failure, ok } from '../../base/index.ts';
import type { Failure, Result } from '../../base/index.ts';
import type { Diagnostic } from '../../model/index.ts';
import { skipped } from '../diagnostics.ts';
import { isObject, listAt, parseJson, textAt } from '../json.ts';
import type { KevContext } from '../snapshot/context-codec.ts';

export interface ParsedKev {
  readonly entries: ReadonlyMap<string, KevContext>;
  readonly releasedAt: string;
  readonly skipped: readonly Diagnostic[];
}

const CVE = /^CVE-\d{4}-\d{4,12}$/;
const DATE = /^\d{4}-\d\d-\d\d/;

/** https://www.cisa.gov/known-exploited-vulnerabilities-catalog */
export function parseKev(bytes: Uint8Array, path: string): Result<ParsedKev, Failure> {
  const document = parseJson(bytes);
  if (!isObject(document) || !Array.isArray(document['vulnerabilities'])) {
    return err(
      failure('advisory.feed.malformed', `${path} is no KEV catalog: no "vulnerabilities"`),
    );
  }
  const entries = new Map<string, KevContext>();
  const left: Diagnostic[] = [];
  for (const [index, listed] of listAt(document, 'vulnerabilities').entries()) {
    const entry = isObject(listed) ? listed : {};
    const id = textAt(entry, 'cveID');
    const addedAt = textAt(entry, 'dateAdded');
    if (!CVE.test(id) || !DATE.test(addedAt)) {
      left.push(skipped('advisory.kev.bad-entry', `no id or date: "${id}"`, `${path}#${index}`));
      continue;
    }
    const dueAt = textAt(entry, 'dueDate');
    entries.set(id, {
      addedAt,
      ...(DATE.test(dueAt) && { dueAt }),
      usedByRansomware: textAt(entry, 'knownRansomwareCampaignUse').toLowerCase() === 'known',
    });
  }
  return ok({ entries, releasedAt: textAt(document, 'dateReleased'), skipped: left });
}
