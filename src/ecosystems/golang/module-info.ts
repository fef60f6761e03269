/** The modules of a binary, as `go version -m` lists them. */
export interface ModuleInfo {
  readonly main?: Module;
  readonly dependencies: readonly Module[];
  /** `GOOS`, `-ldflags`, `vcs.revision`... */
  readonly settings: ReadonlyMap<string, string>;
}

export interface Module {
  readonly path: string;
  /** Empty or `(devel)` where none is known. */
  readonly version: string;
  readonly replacement?: { readonly path: string; readonly version: string };
}

/**
 * Reads module lines; a line that is none is left out.
 *
 * https://pkg.go.dev/runtime/debug#ParseBuildInfo
 */
export function parseModuleInfo(text: string): ModuleInfo {
  const modules: { readonly isMain: boolean; readonly module: Module }[] = [];
  const settings = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [keyword, path = '', version = ''] = line.split('\t');
    if (keyword === 'build') addSetting(settings, line.slice('build\t'.length));
    if (path === '') continue;
    if (keyword === 'mod') modules.push({ isMain: true, module: { path, version } });
    if (keyword === 'dep') modules.push({ isMain: false, module: { path, version } });
    const last = keyword === '=>' ? modules.pop() : undefined;
    if (last) modules.push({ ...last, module: { ...last.module, replacement: { path, version } } });
  }
  const main = modules.find(({ isMain }) => isMain)?.module;
  const dependencies = modules.filter(({ isMain }) => !isMain).map(({ module }) => module);
  return { ...(main && { main }), dependencies, settings };
}

/** `key=value`; a value with a space or a quote is quoted as a Go string. */
function addSetting(settings: Map<string, string>, line: string): void {
  const equals = line.indexOf('=');
  if (equals <= 0) return;
  settings.set(line.slice(0, equals), unquote(line.slice(equals + 1)));
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function unquote(text: string): string {
  if (text.startsWith('`')) return text.replaceAll('`', '');
  if (!text.startsWith('"')) return text;
  return text.replace(/^"|"$/g, '').replace(/\\(.)/g, (_, char: string) => ESCAPES[char] ?? char);
}
