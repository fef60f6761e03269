import type { ReactNode } from 'react';
import { useSession } from '../../data/session.ts';
import { useOperation } from '../../data/operation.ts';
import { Page } from '../../design/page.tsx';
import { Ago } from '../../design/quantities.tsx';

export function VulnerabilityList(): ReactNode {
  const session = useSession();
  const { data } = useOperation('getAdvisories', {}, { enabled: session.kind === 'user' });
  return (
    <Page title="Vulnerabilities">
      {data && (
        <p>
          Snapshot #{data.number}, made <Ago at={data.createdAt} />, of {data.namespaces}{' '}
          namespaces.
        </p>
      )}
    </Page>
  );
}
