import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ecosystems } from '../ecosystems/index.ts';
import { evaluate } from './evaluate.ts';
import { skipWithout } from './recorded-scans.contract.ts';
import { VERSION_LISTS, affectedOf, readRecords } from './recorded-versions.contract.ts';

/**
 * Every version that the file knows of a package, against every record on it. The last three were
 * counted by another program, with Python's packaging library, from the same file.
 */
const EXPECTED = {
  listed: 69_273,
  /** Of these, in no range: none is a PEP 440 version, and only the list speaks of it. */
  listedOnly: 70,
  /** Not listed, but in a range: lists are not complete, and both count. */
  inRangeOnly: 864,
  /** Not listed, and no version that could be compared. */
  notComparable: 32,
};

test(
  'every listed version of PyPI is affected, and of the others those in a range',
  { skip: skipWithout(VERSION_LISTS) },
  (t) => {
    const pypi = ecosystems.get('pypi');
    assert.ok(pypi);
    const normalize = once((text) => pypi.normalizeVersion(text));
    const scheme = { ...pypi.versions, parse: once((text) => pypi.versions.parse(text)) };
    const records = readRecords();
    const known = Map.groupBy(records, ({ name }) => name);
    const counts = { listed: 0, listedOnly: 0, inRangeOnly: 0, notComparable: 0 };
    const missing: string[] = [];
    let assertions = 0;
    for (const record of records) {
      const affected = affectedOf(record, normalize);
      const listed = new Set(record.versions);
      const all = new Set((known.get(record.name) ?? []).flatMap(({ versions }) => versions));
      for (const text of all) {
        assertions++;
        const version = scheme.parse(text);
        const verdict = evaluate(scheme, { text, normalized: normalize(text), version }, affected);
        const isAffected = verdict.kind === 'affected';
        if (!listed.has(text)) {
          if (isAffected) counts.inRangeOnly++;
          if (verdict.kind === 'not comparable') counts.notComparable++;
          continue;
        }
        counts.listed++;
        if (!isAffected) missing.push(`${record.id} ${record.name} ${text}: ${verdict.kind}`);
        else if (verdict.deciding.kind === 'listed') {
          counts.listedOnly++;
          assert.equal(version, undefined, text);
        }
      }
    }
    assert.deepEqual(missing, []);
    assert.deepEqual(counts, EXPECTED);
    t.diagnostic(`${assertions} assertions, ${JSON.stringify(counts)}`);
  },
);

/** Records on one package repeat its versions: most of the time went into reading them again. */
function once<Value>(read: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, { readonly value: Value }>();
  return (text) => {
    const found = known.get(text) ?? { value: read(text) };
    known.set(text, found);
    return found.value;
  };
}
