import './storage.css';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Chore, Disk, Storage } from '../../../api/contract/index.ts';
import { useOperation } from '../../data/operation.ts';
import { CopyBox } from '../../design/copy-box.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Figures } from '../../design/figures.tsx';
import { Meter } from '../../design/meter.tsx';
import { Section } from '../../design/page.tsx';
import { Ago, Bytes } from '../../design/quantities.tsx';
import { bytesText } from '../../design/quantity-text.ts';
import { Collections } from './collections.tsx';

const EVERY_MS = 30_000;

/** What is stored where, how much room is left, and what was cleared. */
export function AdminStorage(): ReactNode {
  const storage = useOperation('getStorage', {}, { every: EVERY_MS });
  const { data, error } = storage;
  if (error && !data) return <ErrorState error={error} onRetry={() => void storage.refetch()} />;
  return (
    <div className="stack-wide">
      <div className="stack">
        <StorageFigures storage={data} />
        <p className="muted storage-place">
          {data ? `Blobs are in: ${data.place}. ` : '\u00a0'}
          {data && (
            <Link to="/admin" search={{ sort: '-bytes' }}>
              What each namespace stores
            </Link>
          )}
        </p>
      </div>
      <Section title="Disks">
        <ul className="storage-disks">
          {data?.disks.map((disk) => (
            <DiskRow key={disk.folder} disk={disk} />
          ))}
        </ul>
      </Section>
      <Collections collections={data?.collections} />
      {data && <Backup backup={data.lastBackup} />}
    </div>
  );
}

function StorageFigures({ storage }: { readonly storage: Storage | undefined }): ReactNode {
  return (
    <Figures
      figures={[
        {
          label: 'Stored',
          value: storage && <Bytes value={storage.bytes} />,
          note: storage && `${storage.blobs.toLocaleString('en')} blobs`,
        },
        {
          label: 'Unused',
          value: storage && <Bytes value={storage.unusedBytes} />,
          note: storage && unusedNote(storage),
        },
        { label: 'Manifests', value: storage?.manifests.toLocaleString('en') },
        { label: 'Uploads under way', value: storage?.uploads.toLocaleString('en') },
      ]}
    />
  );
}

function unusedNote({ unusedBlobs, condemnedBlobs }: Storage): string {
  const all = `${unusedBlobs.toLocaleString('en')} blobs`;
  return condemnedBlobs === 0 ? all : `${all}, ${condemnedBlobs.toLocaleString('en')} go next`;
}

function DiskRow({ disk }: { readonly disk: Disk }): ReactNode {
  const { folder, freeBytes, totalBytes } = disk;
  const taken = Math.max(totalBytes - freeBytes, 0);
  const text = `${bytesText(freeBytes)} free of ${bytesText(totalBytes)}`;
  return (
    <li>
      <code>{folder}</code>
      <Meter label={`Disk of ${folder}`} value={taken} max={totalBytes} text={text} />
      <span className="storage-free">{text}</span>
    </li>
  );
}

function Backup({ backup }: { readonly backup: Chore | undefined }): ReactNode {
  return (
    <Section title="Backup">
      {backup ? (
        <p>
          The last one was made <Ago at={backup.finishedAt} />
          {': '}
          {Object.entries(backup.report)
            .map(([name, count]) =>
              name === 'bytes' ? bytesText(count) : `${count.toLocaleString('en')} ${name}`,
            )
            .join(', ')}
          .
        </p>
      ) : (
        <p>None is known. Make one now and then, and keep it on another machine:</p>
      )}
      <CopyBox label="Command to make a backup" text="drydock backup drydock.tar.zst" />
    </Section>
  );
}
