import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VersionScheme } from '../ecosystems/index.ts';
import type { Affected, RangeEvent } from '../model/index.ts';
import type { Verdict } from './evaluate.ts';
import { evaluate } from './evaluate.ts';

/** Numbers parted by dots: enough of an order to show the rules by. */
const dotted: VersionScheme<readonly number[]> = {
  id: 'dotted',
  parse: (text) => (/^\d+(?:\.\d+)*$/.test(text) ? text.split('.').map(Number) : undefined),
  compare: (a, b) => {
    for (let at = 0; at < Math.max(a.length, b.length); at++) {
      const difference = (a[at] ?? 0) - (b[at] ?? 0);
      if (difference !== 0) return difference;
    }
    return 0;
  },
};

test('a version is affected from an introduced edge to the fix', () => {
  const range = [introduced('0'), fixed('1.5'), introduced('2.0'), fixed('2.3')];
  assert.deepEqual(affectedOf(['0.1', '1.4', '1.5', '1.9', '2.0', '2.2', '2.3'], range), [
    '0.1',
    '1.4',
    '2.0',
    '2.2',
  ]);
});

test('the order in which events are written does not matter', () => {
  const range = [fixed('2.3'), introduced('2.0'), fixed('1.5'), introduced('0')];
  assert.deepEqual(affectedOf(['1.4', '1.5', '2.0', '2.3'], range), ['1.4', '2.0']);
});

test('the last affected version is affected, the next is not', () => {
  const range = [introduced('1.0'), lastAffected('2.0')];
  assert.deepEqual(affectedOf(['0.9', '1.0', '2.0', '2.0.1'], range), ['1.0', '2.0']);
});

test('events at one version: a fix comes first, a last affected comes last', () => {
  const reopened = [introduced('1.0'), fixed('2.0'), introduced('2.0')];
  assert.deepEqual(affectedOf(['1.9', '2.0', '2.1'], reopened), ['1.9', '2.0', '2.1']);
  const single = [introduced('2.0'), lastAffected('2.0')];
  assert.deepEqual(affectedOf(['1.9', '2.0', '2.1'], single), ['2.0']);
});

test('a limit cuts a range off, and a star as limit does not', () => {
  const range: RangeEvent[] = [introduced('1.0'), { kind: 'limit', version: '2.0' }];
  assert.deepEqual(affectedOf(['0.9', '1.0', '1.9', '2.0'], range), ['1.0', '1.9']);
  const open: RangeEvent[] = [...range, { kind: 'limit', version: '*' }];
  assert.deepEqual(affectedOf(['0.9', '1.0', '2.0'], open), ['1.0', '2.0']);
});

test('the deciding interval names what opened and what closes it, and other fixes above', () => {
  const ranges = [
    [introduced('0'), fixed('1.5'), introduced('2.0'), fixed('2.3')],
    [introduced('3.0'), fixed('3.1')],
  ];
  assert.deepEqual(verdict('2.1', ranges), {
    kind: 'affected',
    deciding: { kind: 'range', events: ranges[0], index: 0 },
    introduced: '2.0',
    fixedIn: '2.3',
    otherFixes: ['3.1'],
  });
  assert.deepEqual(verdict('0.1', ranges), {
    kind: 'affected',
    deciding: { kind: 'range', events: ranges[0], index: 0 },
    introduced: '0',
    fixedIn: '1.5',
    otherFixes: ['2.3', '3.1'],
  });
});

test('a listed version is affected though every range leaves it out', () => {
  assert.deepEqual(verdict('9.9', [[introduced('1.0'), fixed('2.0')]], ['9.9']), {
    kind: 'affected',
    deciding: { kind: 'listed', version: '9.9' },
    otherFixes: [],
  });
});

test('a range with an edge that is no version is said to be not comparable', () => {
  const broken = [introduced('0'), fixed('<end-of-life>')];
  assert.deepEqual(verdict('1.0', [broken]), {
    kind: 'not comparable',
    texts: ['<end-of-life>'],
  });
  assert.equal(verdict('1.0', [broken, [introduced('0.5')]]).kind, 'affected');
  assert.equal(verdict('1.0', [broken], ['1.0']).kind, 'affected');
});

test('an installed version that cannot be read is affected only if it is listed', () => {
  assert.deepEqual(verdict('abc', [[introduced('0')]]), { kind: 'not comparable', texts: ['abc'] });
  assert.equal(verdict('abc', [[introduced('0')]], ['abc']).kind, 'affected');
  assert.deepEqual(verdict('abc', [], ['abd']), { kind: 'not affected', because: 'outside' });
});

test('an advisory without ranges and versions matches nothing, nor does a vendor that says no', () => {
  assert.deepEqual(verdict('1.0', []), { kind: 'not affected', because: 'no range' });
  const no = { ...affectedBy([[introduced('0')]], []), status: 'not_affected' as const };
  assert.deepEqual(evaluate(dotted, candidate('1.0'), no), {
    kind: 'not affected',
    because: 'vendor',
  });
});

function verdict(
  text: string,
  ranges: readonly (readonly RangeEvent[])[],
  versions: readonly string[] = [],
): Verdict {
  return evaluate(dotted, candidate(text), affectedBy(ranges, versions));
}

function affectedOf(texts: readonly string[], range: readonly RangeEvent[]): string[] {
  return texts.filter((text) => verdict(text, [range]).kind === 'affected');
}

function candidate(text: string): Parameters<typeof evaluate<readonly number[]>>[1] {
  return { text, normalized: text, version: dotted.parse(text) };
}

function affectedBy(
  ranges: readonly (readonly RangeEvent[])[],
  versions: readonly string[],
): Affected {
  return {
    ecosystem: 'x',
    namespace: 'x',
    name: 'x',
    ranges,
    versions,
    status: 'fix_available',
    architectures: [],
  };
}

function introduced(version: string): RangeEvent {
  return { kind: 'introduced', version };
}

function fixed(version: string): RangeEvent {
  return { kind: 'fixed', version };
}

function lastAffected(version: string): RangeEvent {
  return { kind: 'lastAffected', version };
}
