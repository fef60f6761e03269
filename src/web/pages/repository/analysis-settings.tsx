import type { ReactNode } from 'react';
import { useOperation } from '../../data/operation.ts';
import { Notice } from '../../design/notice.tsx';
import { Section } from '../../design/page.tsx';
import { Activate } from './activate.tsx';
import { Deactivate } from './deactivate.tsx';
import type { Where } from './place.ts';
import { PlanUpgrade } from './plan-upgrade.tsx';

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
      {!mayActivate && (
        <PlanUpgrade
          namespace={where.namespace}
          isActive={data.isActive}
          otherwise={
            <Notice kind="info">
              Owners of {where.namespace}, and those with admin on this repository, can change this.
            </Notice>
          }
        />
      )}
    </Section>
  );
}
