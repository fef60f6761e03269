import type { Package, PurlParts } from '../../model/index.ts';
import type { Component } from './component.ts';

/** How the parts of a purl make a package's name where it is not the purl's name. */
const NAMES: ReadonlyMap<string, (namespace: string, name: string) => string> = new Map([
  ['maven', (namespace, name) => `${namespace}:${name}`],
  ['deb', (_, name) => name],
  ['apk', (_, name) => name],
  ['rpm', (_, name) => name],
  ['alpm', (_, name) => name],
]);

/** A package that somebody else's SBOM names, by its purl and what the tool wrote beside. */
export function foreignPackage(parts: PurlParts, component: Component): Package {
  const { type, qualifiers = {} } = parts;
  const { licenses, isDev, locations } = component;
  const module = component.module ?? qualifiers['modularitylabel'] ?? qualifiers['rpmmod'];
  const version = versionOf(parts, component.version);
  const architecture = qualifiers['arch'];
  const source = component.source ?? upstreamOf(type, qualifiers['upstream'], version);
  return {
    ecosystem: type,
    name: nameOf(parts),
    version,
    ...(architecture && { architecture }),
    ...(source && { source: { name: source.name, version: source.version || version } }),
    ...(module && { module }),
    licenses,
    locations: locations.map((path) => path.replace(/^\/+/, '')),
    evidence: 'sbom',
    confidence: 'derived',
    scope: isDev ? 'dev' : 'runtime',
  };
}

function nameOf({ type, namespace, name }: PurlParts): string {
  const joined = NAMES.get(type) ?? ((space: string) => `${space}/${name}`);
  return namespace ? joined(namespace, name) : name;
}

/** rpm's purls have the epoch apart, and trivy's of deb. */
function versionOf({ version, qualifiers = {} }: PurlParts, written: string): string {
  const own = version ?? written;
  const epoch = qualifiers['epoch'] ?? '0';
  return epoch !== '0' && !own.includes(':') ? `${epoch}:${own}` : own;
}

/** syft's qualifier: `openssl`, `openssl@3.0.11-1`, `openssl-3.0.7-1.el9.src.rpm`. */
function upstreamOf(
  type: string,
  upstream: string | undefined,
  version: string,
): Package['source'] | undefined {
  if (!upstream) return undefined;
  if (type === 'rpm' && upstream.endsWith('.src.rpm')) {
    const parts = upstream.slice(0, -'.src.rpm'.length).split('-');
    const [release, sourceVersion] = parts.toReversed();
    if (parts.length < 3) return undefined;
    return { name: parts.slice(0, -2).join('-'), version: `${sourceVersion}-${release}` };
  }
  const at = upstream.indexOf('@');
  return at === -1
    ? { name: upstream, version }
    : { name: upstream.slice(0, at), version: upstream.slice(at + 1) };
}
