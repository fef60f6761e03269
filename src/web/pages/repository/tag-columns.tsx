import './tags.css';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Tag } from '../../../api/contract/index.ts';
import type { Column } from '../../design/data-table.tsx';
import { Checkbox } from '../../design/fields.tsx';
import { Ago, Bytes, Digest } from '../../design/quantities.tsx';
import { StateBadge } from '../../design/state-badge.tsx';
import type { Where } from './place.ts';
import { TagFindings } from './tag-findings.tsx';

export interface TagChoice {
  /** Analysis of the repository is off. */
  readonly isOff: boolean;
  readonly selected: readonly string[];
  /** Marks one to be compared, or deleted. */
  readonly onChoose: (tag: string) => void;
}

/** What the list of tags shows of each. */
export function tagColumns(where: Where, choice: TagChoice): readonly Column<Tag>[] {
  const { selected, onChoose } = choice;
  return [
    {
      id: 'select',
      title: 'Select',
      hidesTitle: true,
      width: '36px',
      cell: ({ name }) => (
        <Checkbox
          size="xs"
          aria-label={`Select ${name}`}
          checked={selected.includes(name)}
          onChange={() => onChoose(name)}
        />
      ),
    },
    ...shortTagColumns(where, choice.isOff),
    ...WHAT_IS_PUSHED,
    PUSHED_BY,
  ];
}

/** The answers of it: which tag, is it bad, is it known. */
export function shortTagColumns(where: Where, isOff: boolean): readonly Column<Tag>[] {
  return [
    {
      id: 'name',
      title: 'Tag',
      isTitle: true,
      cell: ({ name, isImmutable }) => (
        <>
          <Link
            to="/r/$ns/$repo/tags/$tag"
            params={{ ns: where.namespace, repo: where.repository, tag: name }}
            title={name}
          >
            {name}
          </Link>
          {isImmutable && (
            <span className="tag-immutable" title="It can be neither moved nor deleted">
              immutable
            </span>
          )}
        </>
      ),
    },
    {
      id: 'findings',
      title: 'Vulnerabilities',
      width: '314px',
      cell: (tag) => <TagFindings where={where} tag={tag} />,
    },
    {
      id: 'state',
      title: 'Analysis',
      width: '166px',
      cell: ({ analysis }) =>
        analysis && (
          <>
            <StateBadge state={analysis.state} />
            {isOff && analysis.analyzedAt !== undefined && (
              <div className="tag-old">
                not updated since <Ago at={analysis.analyzedAt} />
              </div>
            )}
          </>
        ),
    },
  ];
}

export const PUSHED: Column<Tag> = {
  id: 'pushed',
  title: 'Pushed',
  width: '110px',
  align: 'right',
  cell: ({ pushedAt }) => <Ago at={pushedAt} />,
};

const WHAT_IS_PUSHED: readonly Column<Tag>[] = [
  {
    id: 'platforms',
    title: 'Platforms',
    width: '118px',
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
    cell: ({ compressedSize }) => <Bytes value={compressedSize} />,
  },
  {
    id: 'pulled',
    title: 'Last pulled',
    width: '110px',
    align: 'right',
    cell: ({ pulledAt }) =>
      pulledAt === undefined ? <span className="muted">never</span> : <Ago at={pulledAt} />,
  },
];

const PUSHED_BY: Column<Tag> = {
  ...PUSHED,
  width: '150px',
  cell: ({ pushedAt, pushedBy }) => (
    <>
      <Ago at={pushedAt} /> <span className="tag-pushed-by">by {pushedBy}</span>
    </>
  ),
};

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
