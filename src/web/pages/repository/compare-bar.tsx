import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Button, ButtonLink } from '../../design/button.tsx';
import type { Where } from './place.ts';

/** What to do with the tags that are selected: nothing, one more, or compare. */
export function CompareBar(props: {
  readonly where: Where;
  readonly selected: readonly string[];
}): ReactNode {
  const { where, selected } = props;
  const navigate = useNavigate({ from: '/r/$ns/$repo/tags' });
  const [before, tag] = selected;
  if (before === undefined) return null;
  return (
    <div className="compare-bar no-print" role="status">
      {tag === undefined ? (
        <span>
          <strong>{before}</strong> is selected; choose another tag to compare it with.
        </span>
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
      <Button
        small
        look="quiet"
        onClick={() => void navigate({ search: (old) => ({ ...old, select: undefined }) })}
      >
        Clear
      </Button>
    </div>
  );
}
