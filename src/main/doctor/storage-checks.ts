import { accessSync, constants, existsSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { readKeyFile } from '../../accounts/index.ts';
import { openBlobs } from '../open-blobs.ts';
import type { Check, Finding, Patient } from './check.ts';
import { fine, problem, reasonOf, warning } from './check.ts';
import { dirname, join } from 'node:path';

const OTHERS_WRITE = 0o002;
const OTHERS_READ = 0o004;

export const DATA_FOLDER: Check = {
  name: 'data folder',
  run: ({ config: { dataFolder } }) => {
    if (!existsSync(dataFolder)) {
      return [
        warning(`${dataFolder} is not there yet`, 'the first start of `drydock serve` makes it'),
      ];
    }
    const stat = statSync(dataFolder);
    if (!stat.isDirectory()) {
      return [problem(`${dataFolder} is no folder`, 'set DRYDOCK_DATA to a folder')];
    }
    try {
      accessSync(dataFolder, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch {
      return [
        problem(
          `${dataFolder} cannot be read and written by this user`,
          `chown it to who runs the server, or set DRYDOCK_DATA`,
        ),
      ];
    }
    if ((stat.mode & OTHERS_WRITE) !== 0) {
      return [problem(`${dataFolder} can be written by everybody`, `chmod o-w ${dataFolder}`)];
    }
    if ((stat.mode & OTHERS_READ) !== 0) {
      return [warning(`${dataFolder} can be listed by everybody`, `chmod o-r ${dataFolder}`)];
    }
    return [fine(dataFolder)];
  },
};

const GIB = 2 ** 30;
/** One image of a few gigabytes fills less. */
const LITTLE_BYTES = 5 * GIB;
const NO_BYTES = GIB;

/** Bytes that are left where `path` is or will be. */
export type Room = (path: string) => number;

const roomOf: Room = (path) => {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
};

export function disk(room: Room = roomOf): Check {
  return {
    name: 'disk',
    run: ({ config }) => {
      const folders = [
        config.dataFolder,
        ...(config.blobs.kind === 'folder' ? [config.blobs.address] : []),
      ];
      return [...new Set(folders.map(existing))].map((folder) => roomFinding(folder, room(folder)));
    },
  };
}

function roomFinding(folder: string, left: number): Finding {
  const what = `${(left / GIB).toFixed(1)} GiB are left at ${folder}`;
  if (left < NO_BYTES)
    return problem(what, 'pushes will be refused: free some, or move DRYDOCK_BLOBS');
  return left < LITTLE_BYTES ? warning(what, 'make room before pushes are refused') : fine(what);
}

/** The folder, or the first above it that is there. */
function existing(folder: string): string {
  return existsSync(folder) ? folder : existing(dirname(folder));
}

export const SECRET_KEY: Check = {
  name: 'secret key',
  run: ({ config: { secretKeyFile, dataFolder, databaseUrl } }) => {
    if (!existsSync(secretKeyFile)) {
      const isNew =
        databaseUrl === undefined && !existsSync(join(dataFolder, 'database', 'cluster'));
      return isNew
        ? [fine('made at the first start')]
        : [
            problem(
              `${secretKeyFile} is missing`,
              'bring it back from a backup: secrets in the database need it',
            ),
          ];
    }
    if ((statSync(secretKeyFile).mode & 0o007) !== 0) {
      return [problem(`${secretKeyFile} can be read by everybody`, `chmod 600 ${secretKeyFile}`)];
    }
    try {
      const keys = readKeyFile(readFileSync(secretKeyFile, 'utf8'));
      return keys.ok
        ? [fine(secretKeyFile)]
        : [problem(keys.error.message, 'bring the file back from a backup')];
    } catch (error) {
      return [problem(reasonOf(error), 'let the user of the server read it')];
    }
  },
};

export const BLOBS: Check = {
  name: 'blobs',
  run: async ({ config }: Patient) => {
    const { kind, address } = config.blobs;
    if (kind === 'folder' && !existsSync(address)) return [toBeMade(address)];
    const opened = await openBlobs(config);
    if (!opened.ok) return [problem(opened.error.message, 'set DRYDOCK_BLOBS')];
    try {
      await opened.value.check();
      return [fine(address)];
    } catch (error) {
      return [
        problem(
          `${address} cannot be used: ${reasonOf(error)}`,
          'let the server read and write there',
        ),
      ];
    } finally {
      opened.value.close();
    }
  },
};

function toBeMade(folder: string): Finding {
  const above = existing(folder);
  try {
    accessSync(above, constants.W_OK);
    if (statSync(above).isDirectory()) return fine(`${folder}, made at the first start`);
  } catch {
    // Told below, as of a file.
  }
  return problem(
    `${folder} cannot be made in ${above}`,
    'let the server write there, or set DRYDOCK_BLOBS',
  );
}
