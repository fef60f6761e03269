import type { ReactNode } from 'react';
import { useOperation } from '../../data/operation.ts';
import { useInstance } from '../../data/session.ts';
import { Notice } from '../../design/notice.tsx';
import { Section } from '../../design/page.tsx';
import { UpgradeCard } from '../../design/upgrade-card.tsx';
import { Activate } from './activate.tsx';
import { Deactivate } from './deactivate.tsx';
import type { Where } from './place.ts';

/** The switch that the product begins with: whether what is pushed is analyzed. */
export function AnalysisSettings(props: {
  readonly where: Where;
  readonly rights: readonly string[];
}): ReactNode {
  const { where, rights } = props;
  const { data } = useOperation('getActivation', where);
  if (!data) return null;
  const mayActivate = rights.includes('repository.activate');
  return (
    <Section
      title="Image analysis"
      lead="Reads every image as it is pushed: which packages are in it, which of them are known to be vulnerable, in which layer, and where it is fixed."
    >
      <p className={`settings-state settings-state-${data.isActive ? 'on' : 'off'}`}>
        <svg viewBox="0 0 14 14" aria-hidden="true">
          <path d={data.isActive ? 'M2.5 7.5 6 11l6-7.5' : 'M2.5 7h9'} />
        </svg>
        {data.isActive ? 'Active' : 'Not active'}
      </p>
      {data.isActive && rights.includes('repository.deactivate') && <Deactivate where={where} />}
      {!data.isActive && mayActivate && <Activate where={where} />}
      {!mayActivate && <NotIncluded namespace={where.namespace} isActive={data.isActive} />}
    </Section>
  );
}

/** Why there is no button: the plan, or the person. */
function NotIncluded(props: { readonly namespace: string; readonly isActive: boolean }): ReactNode {
  const { data } = useOperation('getPlan', { namespace: props.namespace });
  const instance = useInstance();
  if (!data) return null;
  if (data.analysis === 'active') {
    return (
      <Notice kind="info">
        Owners of {props.namespace}, and those with admin on this repository, can change this.
      </Notice>
    );
  }
  return (
    <UpgradeCard
      title="Image analysis is not in this plan"
      plans={data.plansWithAnalysis.filter((plan) => data.plans.includes(plan))}
      upgradeUrl={instance?.upgradeUrl}
    >
      With it, each tag shows how many of its packages are vulnerable and how badly, and its page
      says which, in which layer, and the version that fixes each.
      {props.isActive && ' What was found before stays; nothing new is analyzed.'}
    </UpgradeCard>
  );
}
