import type { Affected } from '../model/index.ts';

/**
 * Whether an entry means packages of this module stream. Packages of AlmaLinux carry no label: of
 * them only the release tells that they are modular, and the version which stream they are of.
 */
export function isMeantStream(
  affected: Affected,
  module: string | undefined,
  version: string,
): boolean {
  const isUnlabelled = module === undefined && version.includes('.module');
  if (!isUnlabelled) return affected.module === module;
  if (affected.module === undefined) return false;
  const stream = affected.module.slice(affected.module.indexOf(':') + 1);
  const upstream = version.replace(/^\d+:/, '');
  if (upstream.startsWith(`${stream}.`)) return true;
  // what lies in the module beside its main package has versions of its own; `rhel8` is no number
  const segments = /^\d/.test(stream) ? 2 : 1;
  const line = leadOf(upstream, segments);
  return affected.ranges.some((events) =>
    events.some(
      ({ kind, version: fixed }) =>
        kind === 'fixed' && leadOf(fixed.replace(/^\d+:/, ''), segments) === line,
    ),
  );
}

function leadOf(version: string, segments: number): string {
  return version.split(/[.-]/, segments).join('.');
}
