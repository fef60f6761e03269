import type { ReactNode } from 'react';
import type { Tag } from '../../../api/contract/index.ts';
import { SeverityCounts } from '../../design/severity.tsx';
import { stateWords } from '../../design/state-words.ts';
import type { Where } from './place.ts';

/** Where zero would be no news, the words stand where the numbers would be. */
const BLIND: ReadonlySet<string> = new Set(['no_packages', 'no_advisory_coverage', 'unsupported']);

/** What is vulnerable in a tag's image, each number leading to the findings that it counts. */
export function TagFindings(props: { readonly where: Where; readonly tag: Tag }): ReactNode {
  const { where, tag } = props;
  if (!tag.analysis) return null;
  const { state, counts } = tag.analysis;
  if (BLIND.has(state.kind)) {
    return (
      <span className="muted" title={stateWords(state).next}>
        not known
      </span>
    );
  }
  if (!counts) return null;
  const repository = encodeURIComponent(where.repository);
  return (
    <SeverityCounts counts={counts} to={`/r/${where.namespace}/${repository}/tags/${tag.name}`} />
  );
}
