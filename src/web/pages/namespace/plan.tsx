import './namespace.css';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { NamespacePlan as Plan } from '../../../api/contract/index.ts';
import { useOperation } from '../../data/operation.ts';
import { useInstance } from '../../data/session.ts';
import { ErrorState } from '../../design/error-state.tsx';
import { Meter } from '../../design/meter.tsx';
import { Ago, Bytes } from '../../design/quantities.tsx';
import { bytesText } from '../../design/quantity-text.ts';
import { UpgradeCard } from '../../design/upgrade-card.tsx';

export function NamespacePlan(): ReactNode {
  const { ns } = useParams({ from: '/ns/$ns' });
  const { data, error, refetch } = useOperation('getPlan', { namespace: ns });
  const instance = useInstance();
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  return (
    <div className="stack-wide">
      <dl className="plan-card">
        <dt>Plan</dt>
        <dd className="plan-name">{data.plan}</dd>
        <dt>Image analysis</dt>
        <dd>
          <AnalysisOf plan={data} />
        </dd>
        <dt>Storage</dt>
        <dd>
          <Storage plan={data} />
        </dd>
      </dl>
      {data.analysis !== 'active' && (
        <UpgradeCard
          title="With image analysis"
          plans={data.plansWithAnalysis.filter((plan) => data.plans.includes(plan))}
          upgradeUrl={instance?.upgradeUrl}
        >
          Every push is analyzed: what is in the image, what of it is vulnerable, in which layer,
          and the version that fixes it. Reports stay current as new advisories appear.
        </UpgradeCard>
      )}
    </div>
  );
}

function AnalysisOf({ plan }: { readonly plan: Plan }): ReactNode {
  if (plan.analysis === 'active') return 'included; activated for each repository';
  if (plan.resultsReadableUntil === undefined) return 'not included';
  return (
    <>
      no longer included; reports that are there can be read until{' '}
      <Ago at={plan.resultsReadableUntil} />
    </>
  );
}

function Storage({ plan }: { readonly plan: Plan }): ReactNode {
  const { usedBytes, quotaBytes } = plan;
  if (usedBytes === undefined) return 'not measured';
  if (quotaBytes === undefined) {
    return (
      <>
        <Bytes value={usedBytes} /> used, without a bound
      </>
    );
  }
  return (
    <>
      <Meter
        label="Storage used"
        value={usedBytes}
        max={quotaBytes}
        text={`${bytesText(usedBytes)} of ${bytesText(quotaBytes)}`}
      />{' '}
      <Bytes value={usedBytes} /> of <Bytes value={quotaBytes} />
    </>
  );
}
