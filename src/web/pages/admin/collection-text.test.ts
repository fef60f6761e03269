import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collectionText } from './collection-text.ts';

test('a collection says what it removed, and nothing of what it did not', () => {
  const report = { removedBlobs: 1_200, removedBytes: 10, removedManifests: 3, failedBlobs: 0 };
  assert.equal(collectionText(report), '1,200 blobs, 3 manifests');
});

test('a collection that had nothing to do says nothing', () => {
  assert.equal(collectionText({ removedBlobs: 0, removedBytes: 0 }), undefined);
});

test('a count that has no words yet is said by its name', () => {
  assert.equal(collectionText({ foldedShards: 2, toString: 1 }), 'foldedShards: 2, toString: 1');
});
