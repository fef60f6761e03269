import { ecosystems } from '../../src/ecosystems/index.ts';
import { evaluate } from '../../src/match/evaluate.ts';
import { affectedOf, readRecords } from '../../src/match/recorded-versions.contract.ts';
import { type Score, scoreOf } from './scores.ts';

/** Records of PyPI that list every version that they affect: each listed one is to be found affected. */
export function listedVersionsScores(): readonly Score[] {
  const pypi = ecosystems.get('pypi');
  if (!pypi) throw new Error('pypi is no ecosystem any more');
  const normalize = (text: string): string => pypi.normalizeVersion(text);
  const [expected, found]: [string[], string[]] = [[], []];
  for (const record of readRecords()) {
    const affected = affectedOf(record, normalize);
    for (const text of record.versions) {
      const name = `${record.name} ${text} ${record.id}`;
      expected.push(name);
      const version = pypi.versions.parse(text);
      const own = { text, normalized: normalize(text), version };
      if (evaluate(pypi.versions, own, affected).kind === 'affected') found.push(name);
    }
  }
  return [scoreOf('listed versions', 'PyPI', expected, found)];
}
