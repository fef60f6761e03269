import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withState } from './with-state.ts';

const QUEUED = { kind: 'queued', position: 1 } as const;

test('a new state reaches the tag that it is of, and leaves the others as they are', () => {
  const one = { name: '1', digest: 'sha256:a', analysis: { state: { kind: 'matching' } } };
  const two = { name: '2', digest: 'sha256:b', analysis: { state: { kind: 'complete' } } };
  const hidden = { name: '3', digest: 'sha256:a' };
  const kept = { pages: [{ items: [one, two, hidden] }], pageParams: [undefined] };
  const next = withState(kept, 'sha256:a', QUEUED);
  const changed = { ...one, analysis: { state: QUEUED } };
  assert.deepEqual(next, { ...kept, pages: [{ items: [changed, two, hidden] }] });
  assert.equal(withState(kept, 'sha256:c', QUEUED), kept);
});

test('a new state reaches the platform of an analysis', () => {
  const arm = { digest: 'sha256:b', platform: 'linux/arm64', state: { kind: 'complete' } };
  const kept = { digest: 'sha256:i', state: { kind: 'complete' }, platforms: [arm] };
  const next = withState(kept, 'sha256:b', QUEUED);
  assert.deepEqual(next, { ...kept, platforms: [{ ...arm, state: QUEUED }] });
});

test('a new state of an image of one platform is that of the image and of the platform', () => {
  const complete = { kind: 'complete' };
  const only = { digest: 'sha256:a', platform: 'linux/amd64', state: complete };
  const kept = { digest: 'sha256:a', state: complete, platforms: [only] };
  const next = withState(kept, 'sha256:a', QUEUED);
  assert.deepEqual(next, { ...kept, state: QUEUED, platforms: [{ ...only, state: QUEUED }] });
});
