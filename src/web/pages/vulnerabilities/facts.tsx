import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Vulnerability, VulnerabilityEvent } from '../../../api/contract/index.ts';
import { Ago } from '../../design/quantities.tsx';

/** What is neither text nor range: weaknesses, decision points, vendors’ advisories, what happened when. */
export function Facts({ known }: { readonly known: Vulnerability }): ReactNode {
  return (
    <>
      <section aria-labelledby="facts">
        <h2 id="facts">Facts</h2>
        <dl className="fact-list">
          {known.weaknesses.length > 0 && (
            <>
              <dt>Weakness</dt>
              <dd>{known.weaknesses.join(', ')}</dd>
            </>
          )}
          {known.kev && (
            <>
              <dt>Exploited</dt>
              <dd>
                in the catalog since {known.kev.addedAt}
                {known.kev.dueAt !== undefined && `, to be mended by ${known.kev.dueAt}`}
                {known.kev.usedByRansomware && ', also by ransomware'}
              </dd>
            </>
          )}
          {Object.entries(known.ssvc ?? {}).map(([point, value]) => (
            <SsvcPoint key={point} point={point} value={value} />
          ))}
          <dt>Snapshot</dt>
          <dd>
            #{known.snapshot.number}, <Ago at={known.snapshot.createdAt} />
          </dd>
        </dl>
      </section>
      <Bundles ids={known.bundles} />
      <History events={known.history} />
    </>
  );
}

function SsvcPoint(props: { readonly point: string; readonly value: string }): ReactNode {
  return (
    <>
      <dt>{props.point}</dt>
      <dd>{props.value}</dd>
    </>
  );
}

function Bundles({ ids }: { readonly ids: readonly string[] }): ReactNode {
  if (ids.length === 0) return null;
  return (
    <section aria-labelledby="bundles">
      <h2 id="bundles">Vendors’ advisories</h2>
      <p className="vulnerability-aliases">
        {ids.map((id) => (
          <Link key={id} to="/vulnerabilities/$id" params={{ id }}>
            {id}
          </Link>
        ))}
      </p>
    </section>
  );
}

const WORDS: Readonly<Record<VulnerabilityEvent['what'], string>> = {
  published: 'published',
  modified: 'changed',
  withdrawn: 'withdrawn',
  exploited: 'known to be exploited',
  due: 'to be mended',
};

/** `2021-12-10`. */
const DAY_LENGTH = 10;

function History({ events }: { readonly events: readonly VulnerabilityEvent[] }): ReactNode {
  if (events.length === 0) return null;
  return (
    <section aria-labelledby="history">
      <h2 id="history">History</h2>
      <dl className="fact-list">
        {events.map(({ at, what, by }) => (
          <HistoryLine key={`${at} ${what} ${by}`} at={at} text={`${WORDS[what]}: ${by}`} />
        ))}
      </dl>
    </section>
  );
}

function HistoryLine(props: { readonly at: string; readonly text: string }): ReactNode {
  return (
    <>
      <dt>
        <time dateTime={props.at}>{props.at.slice(0, DAY_LENGTH)}</time>
      </dt>
      <dd>{props.text}</dd>
    </>
  );
}
