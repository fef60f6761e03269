import {
  arrayOf,
  DEFAULT_LIMITS,
  isRecord,
  parseJson,
  recordOf,
  stringOf,
} from '../../base/index.ts';
import type { PackageCataloger } from '../cataloger.ts';
import type { FileReading } from '../file-cataloger.ts';
import { fileCataloger, unreadable } from '../file-cataloger.ts';
import { isInstalledPackage } from './install-path.ts';
import { npmPackage } from './npm-package.ts';

/**
 * Reads the package.json of every installed npm package.
 *
 * https://docs.npmjs.com/cli/v11/configuring-npm/package-json
 */
export const packageJson: PackageCataloger = fileCataloger({
  id: 'npm-package-json',
  revision: 2,
  reads: [{ basename: 'package.json' }],
  accepts: isInstalledPackage,
  read: (file) => readPackageJson(file.path, file.text()),
});

function readPackageJson(path: string, text: string): FileReading {
  const parsed = parseJson(text, DEFAULT_LIMITS);
  const manifest = parsed.ok && isRecord(parsed.value) ? parsed.value : undefined;
  if (manifest === undefined) {
    const reason = parsed.ok ? 'no JSON object' : parsed.error.message;
    return unreadable(path, 'npm.package-json.malformed', `package.json: ${reason}`);
  }
  if (isEditorExtension(manifest)) return { packages: [] };
  const [name, version] = [stringOf(manifest['name']), stringOf(manifest['version'])];
  const found = npmPackage({
    name,
    version,
    path,
    evidence: 'metadata',
    licenses: licensesOf(manifest),
  });
  if (found) return { packages: [found] };
  const isMeant = name !== undefined && name !== '' && version !== undefined && version !== '';
  return isMeant
    ? unreadable(
        path,
        'npm.package-json.odd-name',
        'package.json: no name or version that npm takes',
      )
    : { packages: [] };
}

/** Visual Studio Code's extensions have a publisher; npm packages made for them only name the engine. */
function isEditorExtension(manifest: Readonly<Record<string, unknown>>): boolean {
  return (
    recordOf(manifest['engines'])['vscode'] !== undefined &&
    stringOf(manifest['publisher']) !== undefined
  );
}

/** `license`: an expression, or `{type}` as of old; `licenses`: a list of the same, older still. */
function licensesOf(manifest: Readonly<Record<string, unknown>>): string[] {
  const license = manifest['license'] ?? manifest['licenses'];
  const written = Array.isArray(license) ? arrayOf(license) : [license];
  return written.flatMap((one) => stringOf(one) ?? stringOf(recordOf(one)['type']) ?? []);
}
