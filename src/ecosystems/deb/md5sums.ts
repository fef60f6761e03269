import type { OwnedPath } from '../../model/index.ts';
import { canBeEvidence } from '../owned-paths.ts';
import { linesOf } from './stanzas.ts';

/** Paths and digests of dpkg's `NAME.md5sums`: 32 hex digits, two blanks, a path from the root. */
export function readMd5sums(text: string): OwnedPath[] {
  const paths: OwnedPath[] = [];
  for (const line of linesOf(text)) {
    const found = /^([0-9a-f]{32})[ \t]+(?:\.?\/)?(.+)$/.exec(line);
    if (found?.[1] && found[2] && canBeEvidence(found[2])) {
      paths.push({ path: found[2], digest: `md5:${found[1]}` });
    }
  }
  return paths;
}
