import type { Diagnostic } from '../../model/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import { fileCataloger } from '../file-cataloger.ts';
import { isProjectLockfile } from '../library-package.ts';
import { lockfileReading } from '../lockfile.ts';
import { pythonPackage, vendorOf } from './python-package.ts';
import { parseRequirements } from './requirement-lines.ts';

/** Lists written by hand or by a tool for people: with hashes, some hundred kilobytes. */
const LIST_BYTES = 4 * 1024 * 1024;

/** Reads what a requirements.txt pins to one version; the rest of it is told of. */
export const requirementsTxt: PackageCataloger = fileCataloger({
  id: 'pypi-requirements',
  revision: 1,
  reads: [{ basename: 'requirements.txt', maxBytes: LIST_BYTES }],
  accepts: isProjectLockfile,
  read: (file) => {
    const { path } = file;
    const { pinned, unpinned, includes } = parseRequirements(file.text());
    const diagnostics: Diagnostic[] = [];
    const say = (code: string, message: string): void => {
      diagnostics.push({ code, severity: 'info', message, path });
    };
    if (unpinned > 0) {
      const message = `${unpinned} requirements name no single version and were left out`;
      say('pypi.requirements.unpinned', message);
    }
    if (includes.length > 0) {
      const named = includes.slice(0, 5).join(', ').slice(0, 200);
      say('pypi.requirements.includes', `names other files, not followed: ${named}`);
    }
    const entries = pinned
      .values()
      .map((entry) => pythonPackage({ ...entry, path, evidence: 'lockfile' }));
    const reading = lockfileReading(path, entries);
    return { ...reading, diagnostics: [...diagnostics, ...(reading.diagnostics ?? [])] };
  },
});

/** Reads `_vendor/vendor.txt`: the copies of other projects that pip and its like carry. */
export const vendorTxt: PackageCataloger = fileCataloger({
  id: 'pypi-vendor-txt',
  revision: 1,
  reads: [{ basename: 'vendor.txt', folder: '_vendor', maxBytes: LIST_BYTES }],
  accepts: (path) => /(?:^|\/)_vendor\/vendor\.txt$/.test(path),
  read: (file) => {
    const { path } = file;
    const { pinned } = parseRequirements(file.text());
    const inside = vendorOf(path);
    const entries = pinned
      .values()
      .map((entry) => pythonPackage({ ...entry, path, evidence: 'metadata', inside }));
    return lockfileReading(path, entries);
  },
});
