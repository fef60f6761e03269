import './vulnerabilities.css';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Vulnerability as Known } from '../../../api/contract/index.ts';
import { useOperation } from '../../data/operation.ts';
import { ErrorState } from '../../design/error-state.tsx';
import { Notice } from '../../design/notice.tsx';
import { Page } from '../../design/page.tsx';
import { SeverityName } from '../../design/severity.tsx';
import { KevMark, percentText } from './marks.tsx';
import { MyImages } from './my-images.tsx';
import { WhatIsKnown } from './what-is-known.tsx';

/** All that is known of a vulnerability, by any of its ids. */
export function Vulnerability(): ReactNode {
  const { id } = useParams({ from: '/vulnerabilities/$id' });
  const { data, error, refetch } = useOperation('getVulnerability', { id });
  const crumbs = [{ text: 'Vulnerabilities', to: '/vulnerabilities' }, { text: data?.id ?? id }];
  if (error && !data) {
    return (
      <Page title={id} crumbs={crumbs}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  return (
    <Page title={data?.id ?? id} crumbs={crumbs} lead={data && <Headline known={data} />}>
      {data ? (
        <>
          <Caveats known={data} />
          <MyImages known={data} />
          <WhatIsKnown known={data} />
        </>
      ) : (
        <p className="muted vulnerability-to-come" role="status" aria-busy="true">
          Looking it up in the advisories ...
        </p>
      )}
    </Page>
  );
}

/** Is it bad, and is it used: before anything else. */
function Headline({ known }: { readonly known: Known }): ReactNode {
  const [first] = known.ratings;
  const others = known.aliases.filter((alias) => alias !== known.id);
  return (
    <div className="stack">
      <div className="vulnerability-headline">
        <SeverityName severity={known.severity} />
        {first?.score !== undefined && (
          <span>
            <strong>{first.score.toFixed(1)}</strong> by {first.source}
          </span>
        )}
        {known.kev && (
          <span>
            <KevMark /> exploited, in the catalog since {known.kev.addedAt.slice(0, DAY_LENGTH)}
          </span>
        )}
        {known.epss && (
          <span>
            EPSS <strong>{percentText(known.epss.probability)}</strong>, higher than{' '}
            {percentText(known.epss.percentile)} of all
          </span>
        )}
      </div>
      {known.summary !== '' && <p className="measure">{known.summary}</p>}
      {others.length > 0 && (
        <p className="vulnerability-aliases">
          <span className="muted">also</span>
          {others.map((alias) => (
            <code key={alias}>{alias}</code>
          ))}
        </p>
      )}
    </div>
  );
}

/** `2021-12-10`. */
const DAY_LENGTH = 10;

function Caveats({ known }: { readonly known: Known }): ReactNode {
  return (
    <>
      {known.isRejected && (
        <Notice kind="warn" title="Rejected">
          Who gave out this CVE id has taken it back. Nothing is matched with it.
        </Notice>
      )}
      {known.isWithdrawn && !known.isRejected && (
        <Notice kind="warn" title="Withdrawn">
          Its publishers have taken it back. Nothing is matched with it.
        </Notice>
      )}
      {known.snapshot.isStarter && (
        <Notice kind="warn" title="Starter advisories only">
          More is known of it than is shown here, until the advisory feeds are first updated.
        </Notice>
      )}
      {known.class === 'malware' && (
        <Notice kind="bad" title="Malware">
          The package itself is harmful: remove it, and treat where it ran as taken over.
        </Notice>
      )}
      {known.kind === 'bundle' && <Bundle known={known} />}
    </>
  );
}

function Bundle({ known }: { readonly known: Known }): ReactNode {
  return (
    <Notice kind="info" title="One advisory on several vulnerabilities">
      <span className="vulnerability-aliases">
        {known.vulnerabilities.map((id) => (
          <Link key={id} to="/vulnerabilities/$id" params={{ id }}>
            {id}
          </Link>
        ))}
      </span>
    </Notice>
  );
}
