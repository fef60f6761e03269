import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vectorInWords } from './cvss-words.ts';

test('vectors of every version are told in words, metric by metric', () => {
  const table: readonly (readonly [string, string | undefined, string])[] = [
    [
      'AV:N/AC:L/Au:N/C:P/I:N/A:C',
      '2.0',
      'network, no special conditions, no login, reads some data, changes nothing, stops service',
    ],
    [
      'CVSS:3.0/AV:P/AC:H/PR:H/UI:R/S:C/C:N/I:L/A:N',
      '3.0',
      'the machine in their hands, conditions beyond their control, an administrator’s login, ' +
        'somebody to do something, reaches beyond the component, reads nothing, changes some data, ' +
        'does not disturb service',
    ],
    [
      'CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:A/VC:H/VI:N/VA:N/SC:N/SI:N/SA:H/E:P',
      '4.0',
      'network, no defences to get around, conditions of the target, no login, ' +
        'somebody to do something unusual, reads all data, changes nothing, ' +
        'does not disturb service, reads nothing of other systems, ' +
        'changes nothing in other systems, stops other systems',
    ],
    ['CVSS:3.1/AV:Z', undefined, ''],
    ['CVSS:3.1/AV:toString/constructor:N', undefined, ''],
    ['', undefined, ''],
  ];
  for (const [vector, version, words] of table) {
    const told = vectorInWords(vector);
    assert.deepEqual(
      [told.version, told.words.map((one) => one.words).join(', ')],
      [version, words],
      vector,
    );
  }
});
