import './fixes-tab.css';
import type { ReactNode } from 'react';
import { useOperation } from '../../../data/operation.ts';
import { EmptyState } from '../../../design/empty-state.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import { Section } from '../../../design/page.tsx';
import type { ShownImage } from '../shown-image.ts';
import { AfterLastPush, BaseOptions } from './base-options.tsx';
import { PackageUpgrades } from './package-upgrades.tsx';

/** What the image could be built on instead, and to which versions packages can go. */
export function FixesTab({ image }: { readonly image: ShownImage }): ReactNode {
  return (
    <div className="stack-wide">
      <Bases image={image} />
      <Section
        title="Packages"
        lead="The lowest version that removes all that has a fix; where that breaks compatibility, the lowest before it that removes the most."
      >
        <PackageUpgrades image={image} />
      </Section>
    </div>
  );
}

function Bases({ image }: { readonly image: ShownImage }): ReactNode {
  const answer = useOperation('getBaseOptions', image.ask);
  if (answer.error && !answer.data) {
    return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  }
  if (!answer.data) return <div className="fixes-tab-loading" aria-hidden="true" />;
  const { bases, afterPush } = answer.data;
  return (
    <>
      {afterPush && <AfterLastPush push={afterPush} />}
      <Section
        title="Base image"
        lead="Predicted by matching the image’s own packages on the other base, without building it."
      >
        {bases.length > 0 ? (
          <BaseOptions options={bases} />
        ) : (
          <EmptyState title="No other base is known">
            The image it is built on was not pushed here, or its tag still leads to it and its
            repository has no other tags.
          </EmptyState>
        )}
      </Section>
    </>
  );
}
