import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Item, MatchKey } from '../../model/index.ts';
import { randomNumbers } from '../../mutated.contract.ts';
import { ItemIndex } from './item-index.ts';

const NAMESPACES = ['npm', 'Debian:12', 'Debian:11', 'Ubuntu:22.04', 'Ubuntu:Pro:22.04', 'PyPI'];

test('the index finds the sets that looking through all of them finds', () => {
  const random = randomNumbers('item index');
  const pick = (below: number): number => random() % below;
  const namespace = (): string => NAMESPACES[pick(NAMESPACES.length)] ?? '';
  const item = (): Item => ({
    ecosystem: 'x',
    namespace: namespace(),
    channels: pick(4) === 0 ? [namespace()] : [],
    keys: Array.from({ length: 1 + pick(2) }, () => key(`p${pick(80)}`)),
    class: 'package',
    ...(pick(5) === 0 && {
      ownedBy: { namespace: namespace(), ecosystem: 'x', keys: [key(`p${pick(80)}`)] },
    }),
  });
  const index = new ItemIndex();
  const sets = new Map<number, readonly Item[]>();
  // Numbers come in no order.
  for (let at = 0; at < 3_000; at += 1) {
    const set = pick(100_000);
    if (sets.has(set)) continue;
    const items = Array.from({ length: pick(12) }, item);
    sets.set(set, items);
    index.add(set, items);
    index.add(set, []);
  }
  assert.equal(index.size, sets.size);
  for (let round = 0; round < 100; round += 1) {
    const changed = new Map<string, 'all' | readonly string[]>();
    for (let at = 0; at < 1 + pick(3); at += 1) {
      const names = Array.from({ length: pick(4) }, () => `p${pick(90)}`);
      changed.set(namespace(), pick(12) === 0 ? 'all' : names);
    }
    const found = index.setsWith(changed);
    const wanted = [...sets].filter(([, items]) => items.some((one) => isTouched(one, changed)));
    assert.equal(found.size, wanted.length);
    for (const [set] of wanted) assert.ok(found.has(set));
  }
});

function isTouched(item: Item, changed: ReadonlyMap<string, 'all' | readonly string[]>): boolean {
  return [item, ...(item.ownedBy ? [item.ownedBy] : [])].some((one) =>
    [one.namespace, ...(one.channels ?? [])].some((own) =>
      [...changed].some(
        ([namespace, names]) =>
          namespace.split(':')[0] === own.split(':')[0] &&
          (names === 'all' || one.keys.some(({ name }) => names.includes(name))),
      ),
    ),
  );
}

function key(name: string): MatchKey {
  return { name, version: '1', via: 'package' };
}
