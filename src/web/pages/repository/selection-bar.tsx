import type { ReactNode } from 'react';
import { useSetSearch } from '../../data/set-search.ts';
import { Button, ButtonLink } from '../../design/button.tsx';
import type { Where } from './place.ts';

/** What to do with the tags that are selected: one more to compare, compare two, delete one. */
export function SelectionBar(props: {
  readonly where: Where;
  readonly selected: readonly string[];
  /** Absent: one may not. */
  readonly onDelete?: (tag: string) => void;
}): ReactNode {
  const { where, selected, onDelete } = props;
  const set = useSetSearch();
  const [before, tag] = selected;
  if (before === undefined) return null;
  return (
    <div className="selection-bar no-print" role="status">
      {tag === undefined ? (
        <>
          <span>
            <strong>{before}</strong> is selected; choose another tag to compare it with.
          </span>
          {onDelete && (
            <Button small onClick={() => onDelete(before)}>
              Delete {before} ...
            </Button>
          )}
        </>
      ) : (
        <>
          <span>
            From <strong>{before}</strong> to <strong>{tag}</strong>
          </span>
          <ButtonLink
            look="primary"
            small
            to="/r/$ns/$repo/tags/$tag/$tab"
            params={{ ns: where.namespace, repo: where.repository, tag, tab: 'compare' }}
            search={{ before }}
          >
            Compare
          </ButtonLink>
        </>
      )}
      <Button small look="quiet" onClick={() => set({ select: undefined })}>
        Clear
      </Button>
    </div>
  );
}
