import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Tag } from '../../../api/contract/index.ts';
import type { Column } from '../../design/data-table.tsx';
import { Checkbox } from '../../design/fields.tsx';
import { Ago, Bytes, Digest } from '../../design/quantities.tsx';
import { SeverityCounts } from '../../design/severity.tsx';
import { StateBadge } from '../../design/state-badge.tsx';
import type { Where } from './place.ts';

/** What a list of tags shows of each. `choose` marks one for a comparison. */
export function tagColumns(
  { namespace, repository }: Where,
  selected: readonly string[],
  choose: (tag: string) => void,
): readonly Column<Tag>[] {
  return [
    {
      id: 'select',
      title: '',
      width: '36px',
      cell: ({ name }) => (
        <Checkbox
          size="xs"
          aria-label={`Compare ${name}`}
          checked={selected.includes(name)}
          onChange={() => choose(name)}
        />
      ),
    },
    {
      id: 'name',
      title: 'Tag',
      isTitle: true,
      sort: (left, right) => left.name.localeCompare(right.name, 'en', { numeric: true }),
      cell: ({ name }) => (
        <Link
          to="/r/$ns/$repo/tags/$tag"
          params={{ ns: namespace, repo: repository, tag: name }}
          title={name}
        >
          {name}
        </Link>
      ),
    },
    ...WHAT_IS_KNOWN,
  ];
}

const WHAT_IS_KNOWN: readonly Column<Tag>[] = [
  {
    id: 'findings',
    title: 'Vulnerabilities',
    width: '250px',
    cell: ({ analysis }) => analysis?.counts && <SeverityCounts counts={analysis.counts} />,
  },
  {
    id: 'state',
    title: 'Analysis',
    width: '190px',
    cell: ({ analysis }) => analysis && <StateBadge state={analysis.state} />,
  },
  {
    id: 'platforms',
    title: 'Platforms',
    width: '130px',
    cell: ({ platforms }) => <Platforms platforms={platforms} />,
  },
  {
    id: 'digest',
    title: 'Digest',
    width: '120px',
    cell: ({ digest }) => <Digest digest={digest} />,
  },
  {
    id: 'size',
    title: 'Size',
    width: '84px',
    align: 'right',
    sort: (left, right) => left.compressedSize - right.compressedSize,
    cell: ({ compressedSize }) => <Bytes value={compressedSize} />,
  },
  {
    id: 'pushed',
    title: 'Pushed',
    width: '150px',
    align: 'right',
    sort: (left, right) => (left.pushedAt < right.pushedAt ? -1 : 1),
    cell: ({ pushedAt, pushedBy }) => (
      <>
        <Ago at={pushedAt} /> <span className="tag-pushed-by">by {pushedBy}</span>
      </>
    ),
  },
];

function Platforms({ platforms }: { readonly platforms: readonly string[] }): ReactNode {
  const [first, ...others] = platforms;
  if (first === undefined) return <span className="tag-platforms">none</span>;
  return (
    <span className="tag-platforms" title={platforms.join('\n')}>
      {first}
      {others.length > 0 && ` +${others.length}`}
    </span>
  );
}
