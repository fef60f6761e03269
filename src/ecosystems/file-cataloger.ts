import type { Diagnostic, Package } from '../model/index.ts';
import type { CatalogFinding, FilePattern, LayerFile, PackageCataloger } from './cataloger.ts';

/** What one file told its reader. */
export interface FileReading {
  readonly packages: readonly Package[];
  readonly diagnostics?: readonly Diagnostic[];
  readonly facts?: Readonly<Record<string, string>>;
}

export interface FileFormat {
  readonly id: string;
  readonly revision: number;
  readonly reads: readonly FilePattern[];
  /** What patterns cannot say: whether the file at this path is the format's at all. */
  accepts?(path: string): boolean;
  /** Odd content is a diagnostic; what it throws is a bug. */
  read(file: LayerFile): FileReading;
}

/** A cataloger of a format whose every file tells its packages by itself. */
export function fileCataloger(format: FileFormat): PackageCataloger {
  return {
    id: format.id,
    revision: format.revision,
    reads: format.reads,
    grouping: 'file',
    catalog(files) {
      const findings: CatalogFinding[] = [];
      const diagnostics: Diagnostic[] = [];
      for (const file of files) {
        if (format.accepts?.(file.path) === false) continue;
        const { packages, facts, diagnostics: trouble = [] } = format.read(file);
        for (const one of trouble) diagnostics.push(one);
        if (packages.length > 0 || facts) {
          findings.push({ path: file.path, packages, ...(facts && { facts }) });
        }
      }
      return Promise.resolve({ findings, diagnostics });
    },
  };
}

/** A reading that found nothing it understood. */
export function unreadable(path: string, code: string, message: string): FileReading {
  return { packages: [], diagnostics: [{ code, severity: 'warning', message, path }] };
}
