import type { ReactNode } from 'react';
import type { FoundSecret, Secrets } from '../../../../api/contract/index.ts';
import type { Column } from '../../../design/data-table.tsx';
import { DataTable } from '../../../design/data-table.tsx';
import { Section } from '../../../design/page.tsx';
import { Bytes } from '../../../design/quantities.tsx';
import { counted, Listed, pathColumn } from './ledger-parts.tsx';

/** Where files have what looks like a secret; what they are nobody is told. */
export function LikelySecrets({ secrets }: { readonly secrets: Secrets }): ReactNode {
  const { found, count, inExamples, files, bytes, unsearched } = secrets;
  return (
    <Section title="Likely secrets in files">
      <p className="measure">
        {count === 0 ? 'None' : count.toLocaleString('en')} in {counted(files, 'text file')} (
        <Bytes value={bytes} />)
        {inExamples > 0 && `; ${inExamples.toLocaleString('en')} more in tests and manuals`}
        {unsearched > 0 && `; ${counted(unsearched, 'file')} too large to be searched`}.
        {count > 0 && ' Replace them: whoever can pull the image has them.'}
      </p>
      {found.length > 0 && (
        <Listed summary="Where they are" shown={found.length} of={count}>
          <DataTable
            label="Likely secrets in files"
            columns={COLUMNS}
            rows={found}
            keyOf={({ rule, path, line, layer }) => `${layer} ${path} ${line} ${rule}`}
            empty={null}
            isInside
          />
        </Listed>
      )}
    </Section>
  );
}

const COLUMNS: readonly Column<FoundSecret>[] = [
  pathColumn(),
  {
    id: 'rule',
    title: 'Looks like',
    width: '170px',
    cell: ({ rule }) => rule.replaceAll('-', ' '),
  },
  { id: 'line', title: 'Line', width: '64px', align: 'right', cell: ({ line }) => line },
  {
    id: 'layer',
    title: 'Layer',
    width: '150px',
    align: 'right',
    cell: ({ layer, goneIn }) =>
      goneIn === undefined ? layer + 1 : `in ${layer + 1}, gone in ${goneIn + 1}`,
  },
];
