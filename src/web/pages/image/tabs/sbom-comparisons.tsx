import type { ReactNode } from 'react';
import type { SbomComparison } from '../../../../api/contract/index.ts';
import { Section } from '../../../design/page.tsx';
import { counted, Listed } from './ledger-parts.tsx';

/** Bills of materials that lie in the image, and where they say another thing than what was found. */
export function SbomComparisons(props: { readonly sboms: readonly SbomComparison[] }): ReactNode {
  return (
    <Section title="SBOMs in the image">
      {props.sboms.map((sbom) => (
        <Comparison key={sbom.place} sbom={sbom} />
      ))}
    </Section>
  );
}

function Comparison({ sbom }: { readonly sbom: SbomComparison }): ReactNode {
  const { place, format, packages, agreed, missing, missingCount } = sbom;
  const others = sbom.otherVersions.map(({ purl, found }) => `${purl} (${found.join(', ')})`);
  return (
    <div>
      <p>
        <code className="ledger-path">/{place}</code> ({format}): {agreed.toLocaleString('en')} of{' '}
        {counted(packages, 'package')} found as it says.
      </p>
      <Purls summary="Not found" purls={missing} count={missingCount} />
      <Purls summary="Found in another version" purls={others} count={sbom.otherVersionCount} />
    </div>
  );
}

function Purls(props: {
  readonly summary: string;
  readonly purls: readonly string[];
  readonly count: number;
}): ReactNode {
  const { summary, purls, count } = props;
  if (count === 0) return null;
  return (
    <Listed summary={summary} shown={purls.length} of={count}>
      <ul>
        {purls.map((purl) => (
          <li key={purl}>
            <code className="ledger-path">{purl}</code>
          </li>
        ))}
      </ul>
    </Listed>
  );
}
