import type { ReactNode } from 'react';
import { useOperation } from '../data/operation.ts';
import { useInstance, useSession } from '../data/session.ts';
import { Ago } from '../design/quantities.tsx';

/** Which program this is, how old its knowledge is, and where to say what one thinks. */
export function Footer(): ReactNode {
  const instance = useInstance();
  const session = useSession();
  const advisories = useOperation('getAdvisories', {}, { enabled: session.kind === 'user' });
  return (
    <footer className="footer no-print">
      <span>Drydock {instance?.version}</span>
      {advisories.data && (
        <span>
          {advisories.data.isStarter
            ? 'Starter advisories'
            : `Advisories #${advisories.data.number}`}
          , <Ago at={advisories.data.createdAt} />
        </span>
      )}
      <a href="/api/v1/openapi.json">API</a>
      {instance?.feedbackUrl !== undefined && (
        <a href={instance.feedbackUrl} rel="noopener noreferrer">
          Feedback
        </a>
      )}
    </footer>
  );
}
