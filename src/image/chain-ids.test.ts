import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { test } from 'node:test';
import type { DiffId } from '../model/index.ts';
import { asDiffId, parseDigest } from '../model/index.ts';
import { chainIdsOf } from './chain-ids.ts';

test('the first chain id is the diff id, each later one is of the one below and its own', () => {
  const layers = ['a', 'b', 'c'].map(diffIdNamed);
  const [a, b, c] = layers;
  const ab = `sha256:${hash('sha256', `${a} ${b}`, 'hex')}`;
  assert.deepEqual(chainIdsOf(layers), [a, ab, `sha256:${hash('sha256', `${ab} ${c}`, 'hex')}`]);
  assert.deepEqual(chainIdsOf([]), []);
});

test('the same layers in another order are another chain', () => {
  const [a, b] = ['a', 'b'].map(diffIdNamed);
  assert.ok(a && b);
  assert.notEqual(chainIdsOf([a, b]).at(-1), chainIdsOf([b, a]).at(-1));
});

function diffIdNamed(name: string): DiffId {
  const digest = parseDigest(`sha256:${hash('sha256', name, 'hex')}`);
  if (digest === undefined) throw new Error('sha256 gave no digest');
  return asDiffId(digest);
}
