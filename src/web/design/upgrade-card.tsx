import './upgrade-card.css';
import type { ReactNode } from 'react';

/** Where a plan does not include something: what it would show, which plans have it, and how to get one. */
export function UpgradeCard(props: {
  readonly title: string;
  /** What would be here. */
  readonly children: ReactNode;
  readonly plans: readonly string[];
  /** As the operator configured it. */
  readonly upgradeUrl?: string | undefined;
}): ReactNode {
  const { title, children, plans, upgradeUrl } = props;
  const names = new Intl.ListFormat('en', { type: 'disjunction' }).format(
    plans.map((plan) => plan.charAt(0).toUpperCase() + plan.slice(1)),
  );
  return (
    <aside className="upgrade-card" aria-label={title}>
      <h2>{title}</h2>
      <div className="muted measure">{children}</div>
      <p>
        Included in {names}.{' '}
        {upgradeUrl === undefined ? (
          'The administrator of this server sets plans.'
        ) : (
          <a href={upgradeUrl} rel="noopener noreferrer">
            How to get it
          </a>
        )}
      </p>
    </aside>
  );
}
