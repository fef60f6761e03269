import { constants } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { UploadShelf } from './blob-store.ts';
import type { EndedUpload, UploadRow } from './records.ts';

/** The files that uploads grow in: one for each owner that an upload had. */
export class UploadFiles {
  readonly #folder: string;
  readonly #shelf: UploadShelf | undefined;

  constructor(folder: string, shelf: UploadShelf | undefined) {
    this.#folder = folder;
    this.#shelf = shelf;
  }

  /** Whether the file of another process can be read here. */
  get areShared(): boolean {
    return this.#shelf === undefined;
  }

  pathOf({ id, turn }: EndedUpload): string {
    return join(this.#folder, turn === 0 ? id : `${id}.${turn}`);
  }

  /**
   * Makes the file of the next turn out of what the one before left; none where that is lost. Of an owner
   * that gave the upload up it is the same file. One that is only thought dead may still write to its own:
   * what is in it now is copied, and goes on alone.
   */
  async adopt(row: UploadRow): Promise<void> {
    const from = this.pathOf(row);
    const to = this.pathOf({ id: row.id, turn: row.turn + 1 });
    if (row.owner) {
      if (await isDone(copyFile(from, to, constants.COPYFILE_FICLONE))) await rm(from);
      return;
    }
    const size = row.releasedBytes;
    const found = await stat(from).catch(() => undefined);
    if (found && (size ?? found.size) === found.size) await rename(from, to);
    else if (size === 0) await this.#make(to);
    else await this.#fetch(row.id, to, size);
    await this.#shelf?.remove(row.id);
  }

  async #make(path: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    await (await open(path, 'a', 0o600)).close();
  }

  async #fetch(id: string, to: string, size: number | undefined): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    if (!(await this.#shelf?.fetch(id, to))) return;
    if (size !== undefined && (await stat(to)).size !== size) await rm(to);
  }

  async remove(id: string, turn: number): Promise<void> {
    await rm(this.pathOf({ id, turn }), { force: true });
    await this.#shelf?.remove(id);
  }

  /** Removes files that nobody wrote to since then, and says how many. */
  async removeStrangers(before: Date, known: ReadonlySet<string>): Promise<number> {
    const names = await readdir(this.#folder).catch(() => []);
    let count = 0;
    for (const path of names.map((name) => join(this.#folder, name))) {
      const found = known.has(path) ? undefined : await stat(path).catch(() => undefined);
      if (!found || found.mtime >= before) continue;
      await rm(path, { force: true });
      count += 1;
    }
    return count;
  }
}

/** False where the file is not there. */
async function isDone(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return false;
    throw error;
  }
}
