import type { HeaderBlobs } from './header-blobs.ts';
import { addProblem } from '../page-guard.ts';
import { uint32, viewOf } from '../integers.ts';

const MAGIC = 0x506d7052; // RpmP
const SLOT_MAGIC = 0x746f6c53; // Slot
const BLOB_MAGIC = 0x53626c42; // BlbS
const PAGE = 4096;
const SLOT = 16;
/** The file's own header stands where two slots would. */
const HEADER_SLOTS = 2;
const BLOCK = 16;
const BLOB_HEADER = 16;

/** Whether the bytes begin as rpm's `Packages.db`. */
export function isNdb(bytes: Uint8Array): boolean {
  return uint32(viewOf(bytes), 0, true) === MAGIC;
}

/**
 * Reads rpm's own "new database": slots that point to blobs, little-endian, in 16-byte blocks.
 *
 * https://github.com/rpm-software-management/rpm/blob/master/lib/backend/ndb/rpmpkg.c
 */
export function readNdb(bytes: Uint8Array): HeaderBlobs {
  const view = viewOf(bytes);
  const slots = (uint32(view, 12, true) * PAGE) / SLOT;
  const blobs: Uint8Array[] = [];
  const problems: string[] = [];
  let budget = bytes.length;
  if (slots * SLOT > bytes.length) addProblem(problems, 'its table of slots ends behind the file');

  for (let slot = HEADER_SLOTS; slot < slots; slot++) {
    const at = slot * SLOT;
    if (at + SLOT > bytes.length) break;
    if (uint32(view, at, true) !== SLOT_MAGIC) {
      addProblem(problems, `slot ${slot} is none`);
      break;
    }
    const packageIndex = uint32(view, at + 4, true);
    if (packageIndex === 0) continue;
    const start = uint32(view, at + 8, true) * BLOCK;
    const length = uint32(view, start + 12, true);
    const end = start + BLOB_HEADER + length;
    const isSound =
      uint32(view, start, true) === BLOB_MAGIC &&
      uint32(view, start + 4, true) === packageIndex &&
      end <= bytes.length;
    // Blobs that do not overlap are no longer than the file together.
    if (!isSound || length > budget) {
      addProblem(problems, `the blob of slot ${slot} is damaged`);
      continue;
    }
    budget -= length;
    blobs.push(bytes.subarray(start + BLOB_HEADER, end));
  }
  return { blobs, problems };
}
