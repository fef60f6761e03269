import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from './config.ts';

test('an empty environment gives the defaults, below XDG_DATA_HOME where that is set', () => {
  const config = readConfig({ XDG_DATA_HOME: '/x' });
  assert.ok(config.ok);
  assert.equal(config.value.dataFolder, '/x/drydock');
  assert.equal(config.value.isOffline, false);
  assert.equal(config.value.feeds, undefined);
});

test('a key that is misspelled or has a bad value is refused by name', () => {
  const cases: readonly (readonly [Record<string, string>, RegExp])[] = [
    [{ DRYDOCK_FEED: 'x' }, /DRYDOCK_FEED is no setting/],
    [{ DRYDOCK_OFFLINE: 'yes' }, /DRYDOCK_OFFLINE is 'yes'/],
  ];
  for (const [environment, message] of cases) {
    const config = readConfig(environment);
    assert.ok(!config.ok);
    assert.match(config.error.message, message);
  }
});
