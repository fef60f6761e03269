import type { ReactNode } from 'react';
import type { PackageUpgrade, UpgradeTarget } from '../../../../api/contract/index.ts';
import { useList } from '../../../data/operation.ts';
import { CopyButton } from '../../../design/copy-box.tsx';
import type { Column } from '../../../design/data-table.tsx';
import { DataTable } from '../../../design/data-table.tsx';
import { EmptyState } from '../../../design/empty-state.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import { SomeSeverities } from '../../../design/severity.tsx';
import type { ShownImage } from '../shown-image.ts';

/** Of each package that has a fix, the version to go to, and the careful one. */
export function PackageUpgrades({ image }: { readonly image: ShownImage }): ReactNode {
  const list = useList('listUpgrades', image.ask);
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  return (
    <DataTable
      label="Packages to upgrade"
      columns={COLUMNS}
      rows={list.items?.flatMap(rowsOf)}
      keyOf={({ upgrade: { type, name, from, place }, target }) =>
        `${type} ${name} ${from} ${place ?? ''} ${target.version}`
      }
      more={list}
      empty={<EmptyState title="No package has a version that fixes anything" />}
    />
  );
}

interface Row {
  readonly upgrade: PackageUpgrade;
  readonly target: UpgradeTarget;
  readonly isCareful: boolean;
}

function rowsOf(upgrade: PackageUpgrade): readonly Row[] {
  const { lowest, compatible } = upgrade;
  const all: Row = { upgrade, target: lowest, isCareful: false };
  return compatible ? [all, { upgrade, target: compatible, isCareful: true }] : [all];
}

const COLUMNS: readonly Column<Row>[] = [
  {
    id: 'package',
    title: 'Package',
    isTitle: true,
    cell: ({ upgrade: { name, from, type, place } }) => (
      <>
        {name} {from} <span className="finding-type">{type}</span>
        {place !== undefined && <span className="fixes-tab-risks">in /{place}</span>}
      </>
    ),
  },
  {
    id: 'to',
    title: 'To',
    width: '220px',
    cell: ({ target: { version, isBreaking }, isCareful }) => (
      <>
        <span className="fixes-tab-line">{version}</span>
        {isBreaking && <span className="fixes-tab-note">a major version</span>}
        {isCareful && <span className="muted">or this, not breaking</span>}
      </>
    ),
  },
  {
    id: 'removes',
    title: 'Removes',
    width: '170px',
    cell: ({ target: { counts } }) => <SomeSeverities counts={counts} />,
  },
  {
    id: 'how',
    title: 'How',
    width: '300px',
    cell: ({ target: { command, manifest } }) => (
      <>
        {command === undefined ? (
          <span className="muted">where it is built</span>
        ) : (
          <code>{command}</code>
        )}
        {manifest && (
          <span className="fixes-tab-manifest">
            {manifest.file}: <code>{manifest.text}</code>
          </span>
        )}
      </>
    ),
  },
  {
    id: 'copy',
    title: 'Copy',
    hidesTitle: true,
    width: '72px',
    align: 'right',
    cell: ({ upgrade: { name }, target: { command, version } }) =>
      command !== undefined && <CopyButton text={command} label={`${name} to ${version}`} />,
  },
];
