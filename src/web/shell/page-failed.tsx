import type { ErrorComponentProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Button } from '../design/button.tsx';
import { Notice } from '../design/notice.tsx';
import { Page } from '../design/page.tsx';

/** A bug of ours, or the code of a page that could not be fetched, as after an update of the server. */
export function PageFailed({ error }: ErrorComponentProps): ReactNode {
  return (
    <Page title="This page failed">
      <Notice
        kind="bad"
        title="Something in this page went wrong"
        actions={<Button onClick={() => window.location.reload()}>Load it again</Button>}
      >
        <p>{error instanceof Error ? error.message : String(error)}</p>
        <p className="muted">
          The server may have been updated meanwhile; loading again gets its pages.
        </p>
      </Notice>
    </Page>
  );
}
