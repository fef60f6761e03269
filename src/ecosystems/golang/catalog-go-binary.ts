import type { Diagnostic, Package } from '../../model/index.ts';
import type { ByteView } from '../byte-view.ts';
import type { CatalogFinding, LayerFile, PackageCataloger } from '../cataloger.ts';
import type { Executable } from '../executable.ts';
import { EXECUTABLES, readExecutable } from '../read-executable.ts';
import type { RawBuildInfo } from './build-info.ts';
import { readBuildInfo } from './build-info.ts';
import { goReleaseOf } from './go-version.ts';
import { mainVersionOf } from './main-version.ts';
import type { Module, ModuleInfo } from './module-info.ts';
import { parseModuleInfo } from './module-info.ts';

/** Reads the modules that Go's linker recorded in binaries, and the standard library. */
export const goBinary: PackageCataloger = {
  id: 'go-binary',
  revision: 1,
  reads: EXECUTABLES,
  grouping: 'file',

  async catalog(files) {
    const findings: CatalogFinding[] = [];
    const diagnostics: Diagnostic[] = [];
    for (const file of files) {
      const { view } = file;
      const executable = readExecutable(view);
      const info = readBuildInfo(view, executable);
      if (info) findings.push({ path: file.path, packages: packagesOf(info, file) });
      else if (isPacked(view, executable)) diagnostics.push(packed(file));
    }
    return { findings, diagnostics };
  },
};

function packagesOf(info: RawBuildInfo, file: LayerFile): Package[] {
  const modules = parseModuleInfo(info.modules);
  const { main, dependencies, settings } = modules;
  const base = {
    ecosystem: 'golang',
    licenses: [],
    locations: [file.path],
    evidence: 'build-info',
    confidence: info.isInPlace ? 'exact' : 'derived',
    scope: 'runtime',
  } as const;
  const platform = platformOf(settings);
  const packages: Package[] = [];
  if (main) {
    const { version, confidence } = mainVersionOf(main, settings);
    const facts = { main: 'true', ...platform };
    packages.push({ ...base, name: main.path, version, confidence, facts });
  }
  for (const dependency of dependencies) {
    const { facts, ...module } = linkedModule(dependency);
    packages.push({ ...base, ...module, facts: { ...facts, ...platform } });
  }
  const version = goReleaseOf(info.goVersion) ?? info.goVersion;
  packages.push({
    ...base,
    name: 'stdlib',
    version,
    facts: { goVersion: info.goVersion, ...platform },
  });
  return packages;
}

/** For advisories that are limited to a platform. */
function platformOf(settings: ModuleInfo['settings']): Record<string, string> {
  const goos = settings.get('GOOS');
  const goarch = settings.get('GOARCH');
  return { ...(goos && { goos }), ...(goarch && { goarch }) };
}

/** What was linked in its place where a module is replaced; of a folder the version is unknown. */
function linkedModule({ path, version, replacement }: Module): {
  name: string;
  version: string;
  facts: Record<string, string>;
} {
  if (!replacement) return { name: path, version, facts: {} };
  if (/^(?:\.{0,2}\/|[A-Za-z]:|\.{1,2}$)/.test(replacement.path)) {
    return { name: path, version: '(devel)', facts: { replacedBy: replacement.path } };
  }
  const facts = { replaces: `${path}@${version}` };
  return { name: replacement.path, version: replacement.version || '(devel)', facts };
}

/** UPX leaves its name in a header behind the program headers, and in the loader that follows. */
function isPacked(view: ByteView, executable: Executable | undefined): boolean {
  const sections = executable?.sections ?? [];
  if (sections.length > 0) return sections.some(({ name }) => name === 'UPX0' || name === 'UPX1');
  return view.indexOf(Buffer.from('UPX!'), 0, Math.min(view.length, 1024)) >= 0;
}

function packed(file: LayerFile): Diagnostic {
  return {
    code: 'golang.binary.packed',
    severity: 'warning',
    message: 'program packed with UPX: what it was built from cannot be read; ship it unpacked',
    path: file.path,
  };
}
