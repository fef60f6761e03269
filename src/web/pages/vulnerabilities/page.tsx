import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Page } from '../../design/page.tsx';

export function Vulnerability(): ReactNode {
  const { id } = useParams({ from: '/vulnerabilities/$id' });
  return (
    <Page title={id} crumbs={[{ text: 'Vulnerabilities', to: '/vulnerabilities' }, { text: id }]}>
      <p>
        Reports of images say more about it.{' '}
        <a
          href={`https://osv.dev/vulnerability/${encodeURIComponent(id)}`}
          rel="noopener noreferrer nofollow"
        >
          osv.dev
        </a>
      </p>
    </Page>
  );
}
