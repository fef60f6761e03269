import type { SbomProperty } from '../../model/index.ts';
import { SBOM_DOCUMENT } from '../../model/index.ts';
import type { Report } from '../report.ts';

/** What an SBOM says of the whole image, so that reading it back gives the same inventory. */
export function documentPairs({ distro, layers, facts, diagnostics }: Report): SbomProperty[] {
  return [
    ...(distro ? [[SBOM_DOCUMENT.distro, JSON.stringify(distro)] as const] : []),
    [SBOM_DOCUMENT.layers, JSON.stringify(layers)],
    [SBOM_DOCUMENT.facts, JSON.stringify(facts)],
    [SBOM_DOCUMENT.diagnostics, JSON.stringify(diagnostics)],
  ];
}
