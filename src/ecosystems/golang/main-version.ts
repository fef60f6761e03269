import type { Confidence } from '../../model/index.ts';
import { isPseudoVersion } from './go-version.ts';
import type { Module, ModuleInfo } from './module-info.ts';

/** Packages whose `version` is the program's own, whatever their path. */
const OWN_PACKAGES = new Set(['main', 'common', 'version', 'cmd']);
const SEMVER = /^v?(\d{1,9}\.\d{1,9}\.\d{1,9}(?:[-+][0-9A-Za-z.+-]{1,128})?)$/;

/**
 * Version of the main module: a released one that Go recorded; else what the linker was told to
 * put into a version variable (`-X main.version=1.2.3`); else the commit; else `(devel)`.
 */
export function mainVersionOf(
  main: Module,
  settings: ModuleInfo['settings'],
): { readonly version: string; readonly confidence: Confidence } {
  const recorded = main.replacement?.version || main.version;
  if (SEMVER.test(recorded) && !isPseudoVersion(recorded)) {
    return { version: recorded, confidence: 'exact' };
  }
  const linked = linkedVersion(main.path, settings.get('-ldflags') ?? '');
  if (linked) return { version: `v${linked}`, confidence: 'derived' };
  if (isPseudoVersion(recorded)) return { version: recorded, confidence: 'exact' };
  return { version: commitVersion(settings) ?? '(devel)', confidence: 'derived' };
}

function linkedVersion(modulePath: string, flags: string): string | undefined {
  const found: { readonly rank: number; readonly version: string }[] = [];
  for (const [, name = '', value = ''] of flags.matchAll(
    /-X[ =]["']?([^\s"'=]+)=["']?([^\s"']+)/g,
  )) {
    const version = SEMVER.exec(value)?.[1];
    if (!version || !/\.ver(?:sion)?$/i.test(name)) continue;
    const variable = name.slice(0, name.lastIndexOf('.'));
    const last = variable.slice(variable.lastIndexOf('/') + 1);
    if (variable === 'main') found.push({ rank: 0, version });
    else if (`${variable}/`.startsWith(`${modulePath}/`)) found.push({ rank: 1, version });
    else if (OWN_PACKAGES.has(last.toLowerCase()) && isNear(variable, modulePath)) {
      found.push({ rank: 2, version });
    }
  }
  return found.toSorted((a, b) => a.rank - b.rank)[0]?.version;
}

/** A dependency's `version` package is not the program's: the host and owner must be the same. */
function isNear(variable: string, modulePath: string): boolean {
  const owner = modulePath.split('/').slice(0, 2).join('/');
  return !variable.includes('.') || variable.startsWith(`${owner}/`);
}

function commitVersion(settings: ModuleInfo['settings']): string | undefined {
  const revision = /^[0-9a-f]{12}/.exec(settings.get('vcs.revision') ?? '')?.[0];
  const time = (settings.get('vcs.time') ?? '').slice(0, 19).replace(/\D/g, '');
  return revision && time.length === 14 ? `v0.0.0-${time}-${revision}` : undefined;
}
