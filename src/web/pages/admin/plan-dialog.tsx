import type { ReactNode, SubmitEvent } from 'react';
import { useState } from 'react';
import type { AdministeredNamespace, ClientOperation, Plan } from '../../../api/contract/index.ts';
import { useChange, useOperation } from '../../data/operation.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { FormError } from '../../design/error-state.tsx';
import { Radio, TextInput } from '../../design/fields.tsx';
import { useToast } from '../../design/toast.tsx';
import { quotaOf, quotaText } from './quota-text.ts';

/** What a plan decides on other pages. */
const CHANGES: readonly ClientOperation[] = [
  'listAllNamespaces',
  'getPlan',
  'getNamespace',
  'getActivation',
  'getRepository',
];

/** Sets the plan of a namespace, and how much it may store. */
export function PlanDialog(props: {
  readonly namespace: AdministeredNamespace;
  readonly onClose: () => void;
}): ReactNode {
  const { namespace, onClose } = props;
  const { name } = namespace;
  const say = useToast();
  const [plan, setPlan] = useState<string>(namespace.plan);
  const [quota, setQuota] = useState(quotaText(namespace.quotaBytes));
  const known = useOperation('getPlan', { namespace: name }).data;
  const onPlan = useChange('setPlan', { changes: CHANGES });
  const onQuota = useChange('setQuota', { changes: CHANGES });
  const bytes = quotaOf(quota);
  const save = async (): Promise<void> => {
    const chosen = known?.plans.find((each) => each === plan);
    if (chosen !== undefined && chosen !== namespace.plan) {
      await onPlan.mutateAsync({ namespace: name, body: { plan: chosen } });
    }
    if (bytes !== undefined && bytes !== (namespace.quotaBytes ?? null)) {
      await onQuota.mutateAsync({ namespace: name, body: { bytes } });
    }
    say({ kind: 'good', text: `Plan and quota of ${name} saved` });
    onClose();
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    // What was refused is shown by the form.
    if (bytes !== undefined) save().catch(() => undefined);
  };
  return (
    <Dialog title={`Plan and quota of ${name}`} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        {known && (
          <Plans
            value={plan}
            plans={known.plans}
            withAnalysis={known.plansWithAnalysis}
            onChange={setPlan}
          />
        )}
        <TextInput
          className="admin-quota"
          label="Quota in GB"
          description="Empty: no bound."
          inputMode="decimal"
          autoComplete="off"
          value={quota}
          error={bytes === undefined && 'A number, as 20 or 1.5'}
          onChange={({ currentTarget: { value } }) => setQuota(value)}
        />
        <FormError error={onPlan.error ?? onQuota.error} />
        <div className="dialog-actions">
          <Button onClick={onClose}>Leave it</Button>
          <Button look="primary" type="submit" isBusy={onPlan.isPending || onQuota.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Plans(props: {
  readonly value: string;
  readonly plans: readonly Plan[];
  readonly withAnalysis: readonly Plan[];
  readonly onChange: (plan: string) => void;
}): ReactNode {
  const { value, plans, withAnalysis, onChange } = props;
  return (
    <Radio.Group
      label="Plan"
      description="Without image analysis, reports that are there can be read for some time."
      value={value}
      onChange={onChange}
    >
      <div className="stack admin-choices">
        {plans.map((plan) => (
          <Radio
            key={plan}
            value={plan}
            label={
              <>
                <span className="admin-plan">{plan}</span>
                {withAnalysis.includes(plan) ? ', with image analysis' : ', without image analysis'}
              </>
            }
          />
        ))}
      </div>
    </Radio.Group>
  );
}
