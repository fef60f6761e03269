import './notice.css';
import type { ReactNode } from 'react';

interface NoticeProps {
  readonly kind: 'info' | 'good' | 'warn' | 'bad';
  readonly title?: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** Something to know, in place. `bad` and `warn` are read out as they appear. */
export function Notice({ kind, title, children, actions }: NoticeProps): ReactNode {
  const role = kind === 'bad' || kind === 'warn' ? 'alert' : 'status';
  return (
    <div className={`notice notice-${kind}`} role={role}>
      <div className="notice-text">
        {title !== undefined && <p className="notice-title">{title}</p>}
        {children !== undefined && <div>{children}</div>}
      </div>
      {actions !== undefined && <div className="row">{actions}</div>}
    </div>
  );
}
