import { useNavigate } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';
import { outerPath } from '../repository-path.ts';
import { writeSearch } from '../search-params.ts';

type Search = Readonly<Record<string, string | undefined>>;

/**
 * A link of a table, which has hundreds of them: each `Link` of the router works out its address again
 * whenever anything in the page's changes; this one does when it is used.
 */
export function QuickLink(props: {
  readonly to: string;
  /** What stands after `?`. */
  readonly search: Search;
  /** What else the present address says is kept; a new window has none of it. */
  readonly keeps: 'all' | 'platform';
  /** Where its content does not say it all: with all of its words. */
  readonly label?: string;
  readonly children: ReactNode;
}): ReactNode {
  const { to, search, keeps, label, children } = props;
  const navigate = useNavigate();
  const go = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void navigate({
      to,
      search: (old) => ({ ...(keeps === 'all' ? old : { platform: old.platform }), ...search }),
      resetScroll: false,
    });
  };
  return (
    <a href={`${outerPath(to)}${writeSearch(search)}`} onClick={go} aria-label={label}>
      {children}
    </a>
  );
}
