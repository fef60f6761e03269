import type { ReactNode } from 'react';
import { EmptyState } from '../../design/empty-state.tsx';
import { Page } from '../../design/page.tsx';

export function PackageList(): ReactNode {
  return (
    <Page title="Packages">
      <EmptyState title="Packages of one image are on its page">
        Open a tag of a repository, and there Packages.
      </EmptyState>
    </Page>
  );
}
