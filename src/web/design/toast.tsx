import './toast.css';
import type { ReactNode } from 'react';
import { createContext, useCallback, useContext, useRef, useState } from 'react';
import { Button } from './button.tsx';

export interface Toast {
  readonly kind: 'good' | 'bad';
  readonly text: string;
}

type Say = (toast: Toast) => void;

const ToastContext = createContext<Say>(() => undefined);

/** Time to read a line; what went wrong stays until it is put away. */
const STAYS_MS = 6_000;
const MOST = 4;

/** Says in a corner that something was done, or was not: `say({ kind: 'good', text: 'Token revoked' })`. */
export function useToast(): Say {
  return useContext(ToastContext);
}

interface Shown extends Toast {
  readonly id: number;
}

export function ToastProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const putAway = useCallback(
    (id: number) => setShown((all) => all.filter((one) => one.id !== id)),
    [],
  );
  const last = useRef(0);
  const say = useCallback<Say>(
    (toast) => {
      last.current += 1;
      const id = last.current;
      setShown((all) => [...all.slice(1 - MOST), { ...toast, id }]);
      if (toast.kind === 'good') setTimeout(() => putAway(id), STAYS_MS);
    },
    [putAway],
  );
  return (
    <ToastContext value={say}>
      {children}
      <div className="toasts no-print" role="region" aria-label="Messages" aria-live="polite">
        {shown.map(({ id, kind, text }) => (
          <div key={id} className={`toast toast-${kind}`}>
            <span>{text}</span>
            <Button look="quiet" small aria-label="Put away" onClick={() => putAway(id)}>
              ✕
            </Button>
          </div>
        ))}
      </div>
    </ToastContext>
  );
}
