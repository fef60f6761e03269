import type { ImageReference } from '../../analyses/index.ts';
import type { Digest } from '../../model/index.ts';
import { parseDigest } from '../../model/index.ts';
import { ProblemError } from '../problem.ts';

/** A tag or a digest: no tag has a colon, every digest has one. */
export function referenceOf(text: string): ImageReference {
  const digest = parseDigest(text);
  return digest === undefined ? { kind: 'tag', tag: text } : { kind: 'digest', digest };
}

/** The contract has checked it. */
export function digestOf(text: string): Digest {
  const digest = parseDigest(text);
  if (digest === undefined) throw new ProblemError('request.invalid', `'${text}' is no digest`);
  return digest;
}
