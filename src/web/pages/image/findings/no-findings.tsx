import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { EmptyState } from '../../../design/empty-state.tsx';
import type { ShownImage } from '../shown-image.ts';
import { useImageSearch } from '../use-image-search.ts';
import { isFiltered } from './finding-query.ts';

/** No rows: because of the filters, because nothing is known, or because there is nothing. */
export function NoFindings({ image }: { readonly image: ShownImage }): ReactNode {
  const { search } = useImageSearch();
  const kind = image.shown?.result?.state.kind;
  if (isFiltered(search)) {
    return (
      <EmptyState
        title="Nothing passes these filters"
        actions={
          <Link to={image.path} search={({ platform, group }) => ({ platform, group })}>
            Show everything
          </Link>
        }
      >
        To find out why a vulnerability is not reported, search for its id.
      </EmptyState>
    );
  }
  if (kind === 'complete') {
    return (
      <EmptyState title="No known vulnerabilities, coverage complete">
        Everything in the image was read, and advisories are here for all of it. It is looked at
        again when new ones come.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No vulnerabilities are known, but not all could be looked at">
      What is said above tells what is missing: the image is not shown to be free of them.
    </EmptyState>
  );
}
