import './empty-state.css';
import type { ReactNode } from 'react';

/** Nothing to show, why, and the next step. Never a bare "no data". */
export function EmptyState(props: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}): ReactNode {
  const { title, children, actions } = props;
  return (
    <div className="empty-state">
      <h2>{title}</h2>
      {children !== undefined && <div className="muted measure">{children}</div>}
      {actions !== undefined && <div className="row">{actions}</div>}
    </div>
  );
}
