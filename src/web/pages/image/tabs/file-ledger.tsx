import './file-ledger.css';
import type { ReactNode } from 'react';
import type {
  ExecutableCoverage,
  LeftoverFile,
  LeftoverPackage,
  Leftovers,
  UnknownExecutable,
} from '../../../../api/contract/index.ts';
import { useOperation } from '../../../data/operation.ts';
import type { Column } from '../../../design/data-table.tsx';
import { DataTable } from '../../../design/data-table.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import { Section } from '../../../design/page.tsx';
import { Bytes } from '../../../design/quantities.tsx';
import type { ShownImage } from '../shown-image.ts';
import { counted, changeColumn, Listed, pathColumn, sizeColumn } from './ledger-parts.tsx';
import { LikelySecrets } from './likely-secrets.tsx';
import { SbomComparisons } from './sbom-comparisons.tsx';

/** What no package explains, and what is downloaded though it is not there: of an image with a result. */
export function FileLedger({ image }: { readonly image: ShownImage }): ReactNode {
  const hasResult = image.shown?.result?.summary !== undefined;
  const ledger = useOperation('getFileLedger', image.ask, { enabled: hasResult });
  if (!hasResult) return null;
  if (ledger.error && !ledger.data) {
    return (
      <Section title="Files">
        <ErrorState error={ledger.error} onRetry={() => void ledger.refetch()} />
      </Section>
    );
  }
  if (!ledger.data) return <div className="ledger-loading" aria-hidden="true" />;
  const { executables, leftovers, secrets, sboms = [] } = ledger.data;
  if (!executables || !leftovers) {
    return (
      <Section title="Files">
        <p className="muted measure">
          Files are looked at in the layers of an image; this result was made of an SBOM, or before
          they were looked at.
        </p>
      </Section>
    );
  }
  return (
    <>
      <Executables executables={executables} />
      <LeftOver leftovers={leftovers} />
      {secrets && <LikelySecrets secrets={secrets} />}
      {sboms.length > 0 && <SbomComparisons sboms={sboms} />}
    </>
  );
}

function Executables({ executables }: { readonly executables: ExecutableCoverage }): ReactNode {
  const { all, unknown, largest } = executables;
  return (
    <Section title="Executables that no package explains">
      {unknown.files === 0 ? (
        <p className="measure">
          {all.files === 0
            ? 'There are no executables.'
            : `Packages explain all of its ${counted(all.files, 'executable')}.`}
        </p>
      ) : (
        <>
          <p className="measure">
            {unknown.files.toLocaleString('en')} of {counted(all.files, 'executable')},{' '}
            <Bytes value={unknown.bytes} /> of <Bytes value={all.bytes} />: what is in them is not
            known, and no vulnerability of it can be.
          </p>
          <Listed summary="The largest" shown={largest.length} of={unknown.files}>
            <DataTable
              label="Executables that no package explains"
              columns={EXECUTABLE_COLUMNS}
              rows={largest}
              keyOf={({ path, layer }) => `${layer} ${path}`}
              empty={null}
              isInside
            />
          </Listed>
        </>
      )}
    </Section>
  );
}

function LeftOver({ leftovers }: { readonly leftovers: Leftovers }): ReactNode {
  const { layers, fromBytes, largest, packages, packageCount } = leftovers;
  const files = layers.reduce((sum, layer) => sum + layer.files, 0);
  const bytes = layers.reduce((sum, layer) => sum + layer.bytes, 0);
  return (
    <Section title="Deleted, and downloaded all the same">
      {files === 0 && packageCount === 0 ? (
        <p className="measure">No layer holds what a higher one deleted.</p>
      ) : (
        <p className="measure">
          {counted(files, 'file')} of at least <Bytes value={fromBytes} />, <Bytes value={bytes} />{' '}
          uncompressed{packageCount > 0 && `, and ${counted(packageCount, 'package')}`}: a higher
          layer deleted or replaced them, and whoever pulls the image downloads them still.
        </p>
      )}
      {largest.length > 0 && (
        <Listed summary="The largest files" shown={largest.length} of={files}>
          <DataTable
            label="Files that a higher layer deleted or replaced"
            columns={FILE_COLUMNS}
            rows={largest}
            keyOf={({ path, layer }) => `${layer} ${path}`}
            empty={null}
            isInside
          />
        </Listed>
      )}
      {packages.length > 0 && (
        <Listed summary="Packages" shown={packages.length} of={packageCount}>
          <DataTable
            label="Packages of which nothing is left, or another version"
            columns={PACKAGE_COLUMNS}
            rows={packages}
            keyOf={({ type, name, version, layer }) => `${layer} ${type} ${name} ${version}`}
            empty={null}
            isInside
          />
        </Listed>
      )}
    </Section>
  );
}

const EXECUTABLE_COLUMNS: readonly Column<UnknownExecutable>[] = [
  pathColumn(),
  { id: 'format', title: 'Format', width: '90px', cell: ({ format }) => format },
  sizeColumn(),
  { id: 'layer', title: 'Layer', width: '70px', align: 'right', cell: ({ layer }) => layer + 1 },
];
const FILE_COLUMNS: readonly Column<LeftoverFile>[] = [pathColumn(), sizeColumn(), changeColumn()];
const PACKAGE_COLUMNS: readonly Column<LeftoverPackage>[] = [
  {
    id: 'name',
    title: 'Package',
    isTitle: true,
    cell: ({ name, version }) => (
      <>
        <span className="finding-name">{name}</span>{' '}
        <span className="finding-version">{version}</span>
      </>
    ),
  },
  { id: 'type', title: 'Type', width: '90px', cell: ({ type }) => type },
  changeColumn(),
];
