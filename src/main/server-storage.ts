import { statfsSync } from 'node:fs';
import type { Storage } from '../api/index.ts';
import type { HousekeepingRecords } from '../store/index.ts';
import type { ServerConfig } from './server-config.ts';

/** Where blobs are and what was done about them, as the API shows it. */
export function openStorage(
  { blobs, dataFolder }: Pick<ServerConfig, 'blobs' | 'dataFolder'>,
  records: HousekeepingRecords,
): Storage {
  // An address of S3 may carry more than a name.
  const [address = ''] = blobs.address.replace(/^s3:\/\//, '').split('?');
  const folders = [...new Set([dataFolder, ...(blobs.kind === 'folder' ? [address] : [])])];
  return {
    place: `${blobs.kind} ${address}`,
    counts: () => records.counts(),
    disks: () =>
      folders.map((folder) => {
        const { bavail, blocks, bsize } = statfsSync(folder);
        return { folder, freeBytes: bavail * bsize, totalBytes: blocks * bsize };
      }),
    last: (kind, limit) => records.last(kind, limit),
  };
}
