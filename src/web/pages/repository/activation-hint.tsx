import type { ReactNode } from 'react';
import { useOperation } from '../../data/operation.ts';
import { ButtonLink } from '../../design/button.tsx';
import { Notice } from '../../design/notice.tsx';
import type { Where } from './place.ts';
import { PlanUpgrade } from './plan-upgrade.tsx';

/** Where analysis is off, the list says why it has no numbers, and leads to the switch or to a plan that has it. */
export function ActivationHint({ where }: { readonly where: Where }): ReactNode {
  const { data } = useOperation('getRepository', where);
  if (!data?.rights.includes('repository.settings.read')) return null;
  if (!data.rights.includes('repository.activate')) {
    return <PlanUpgrade namespace={where.namespace} isActive={data.isAnalysisActive} />;
  }
  if (data.isAnalysisActive) return null;
  return (
    <Notice
      kind="info"
      title="Image analysis is not active here"
      actions={
        <ButtonLink
          small
          to="/r/$ns/$repo/settings"
          params={{ ns: where.namespace, repo: where.repository }}
        >
          Open settings
        </ButtonLink>
      }
    >
      Activate it, and each tag shows what is vulnerable in it as soon as it is pushed.
    </Notice>
  );
}
