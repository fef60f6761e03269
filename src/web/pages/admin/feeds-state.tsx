import type { ReactNode } from 'react';
import type { FeedsStatus } from '../../../api/contract/index.ts';
import { useOperation } from '../../data/operation.ts';
import { Notice } from '../../design/notice.tsx';
import { Ago } from '../../design/quantities.tsx';

/** Where the feeds come from, what is fetched now, and what went wrong last. */
export function FeedsState({ status }: { readonly status: FeedsStatus }): ReactNode {
  const advisories = useOperation('getAdvisories', {}).data;
  const { failure } = status;
  return (
    <>
      {advisories?.isStarter === true && (
        <Notice kind="warn" title="Starter advisories only">
          Reports know only of about a hundred famous vulnerabilities until the first update is
          done.
        </Notice>
      )}
      {failure && (
        <Notice kind="bad" title="The last update failed">
          {failure.message} <a href={`/docs/errors#${failure.code}`}>{failure.code}</a>,{' '}
          <Ago at={failure.at} />
        </Notice>
      )}
      <p className="muted">
        <Origins status={status} />
      </p>
      <p className="feeds-now" role="status">
        <Now status={status} />
      </p>
    </>
  );
}

function Origins({ status: { origins, isOffline } }: { readonly status: FeedsStatus }): ReactNode {
  const from = origins.length === 0 ? 'their publishers' : origins.join(', ');
  return isOffline
    ? `This server is offline: feeds come from folders only. Configured: ${from}.`
    : `Feeds come from ${from}, as the operator configured.`;
}

function Now({ status: { updates, progress } }: { readonly status: FeedsStatus }): ReactNode {
  if (updates === 0) return 'No update is under way.';
  if (!progress) return 'An update begins.';
  const { feed, stage, records } = progress;
  return (
    <>
      <progress aria-label="Update of the feeds" />
      {feed}: {stage}
      {records > 0 && `, ${records.toLocaleString('en')} records`}
      {updates > 1 && `; ${updates - 1} more to do`}
    </>
  );
}
