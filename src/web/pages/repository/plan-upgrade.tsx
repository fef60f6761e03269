import type { ReactNode } from 'react';
import { useOperation } from '../../data/operation.ts';
import { useInstance } from '../../data/session.ts';
import { UpgradeCard } from '../../design/upgrade-card.tsx';

/** What analysis would show and which plans have it, where the namespace's plan has not; else `otherwise`. */
export function PlanUpgrade(props: {
  readonly namespace: string;
  readonly isActive: boolean;
  readonly otherwise?: ReactNode;
}): ReactNode {
  const { namespace, isActive, otherwise = null } = props;
  const { data } = useOperation('getPlan', { namespace });
  const instance = useInstance();
  if (!data) return null;
  if (data.analysis === 'active') return otherwise;
  return (
    <UpgradeCard
      title="Image analysis is not in this plan"
      plans={data.plansWithAnalysis.filter((plan) => data.plans.includes(plan))}
      upgradeUrl={instance?.upgradeUrl}
    >
      With it, each tag shows how many of its packages are vulnerable and how badly, and its page
      says which, in which layer, and the version that fixes each.
      {isActive && ' What was found before stays; nothing new is analyzed.'}
    </UpgradeCard>
  );
}
