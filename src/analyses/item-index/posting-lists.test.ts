import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomNumbers } from '../../mutated.contract.ts';
import { NumberBits } from './number-bits.ts';
import { PostingLists } from './posting-lists.ts';

/** That the differences of the first test can add up to. */
const LARGEST = 2 ** 27;

test('lists give back what was added, whatever the differences', () => {
  const random = randomNumbers('postings');
  const lists = new PostingLists();
  const wanted = Array.from({ length: 12 }, () => ({ list: lists.begin(), numbers: [0] }));
  for (const one of wanted) one.numbers.length = 0;
  for (let step = 0; step < 1_500; step += 1) {
    const one = wanted[random() % wanted.length];
    if (!one) continue;
    // Differences of one to five bytes, and none.
    const next = (one.numbers.at(-1) ?? 0) + (random() % 2 ** (random() % 22));
    lists.add(one.list, next);
    if (one.numbers.at(-1) !== next) one.numbers.push(next);
  }
  for (const { list, numbers } of wanted) assert.deepEqual(all(lists, list), numbers);
});

test('a list of many blocks, one of nothing, and one of the largest number', () => {
  const lists = new PostingLists();
  const [long, empty, large] = [lists.begin(), lists.begin(), lists.begin()];
  const numbers = Array.from({ length: 100_000 }, (_, at) => at * 3);
  for (const number of numbers) lists.add(long, number);
  lists.add(large, LARGEST);
  assert.deepEqual(all(lists, long), numbers);
  assert.deepEqual(all(lists, empty), []);
  assert.deepEqual(all(lists, large), [LARGEST]);
  assert.throws(() => lists.add(long, 5), RangeError);
});

test('bits know their numbers and how many they are', () => {
  const bits = new NumberBits();
  const numbers = [0, 31, 32, 63, 64, 5_000, 1_000_000];
  for (const number of [...numbers, 31]) bits.add(number);
  assert.equal(bits.size, numbers.length);
  for (const number of numbers) {
    assert.ok(bits.has(number));
    assert.equal(bits.has(number + 2), numbers.includes(number + 2));
  }
});

function all(lists: PostingLists, list: number): readonly number[] {
  const bits = new NumberBits(LARGEST + 1);
  lists.mark(list, bits.words);
  const numbers: number[] = [];
  for (const [word, own] of bits.words.entries()) {
    if (own === 0) continue;
    for (let bit = 0; bit < 32; bit += 1) {
      if (bits.has(32 * word + bit)) numbers.push(32 * word + bit);
    }
  }
  return numbers;
}
