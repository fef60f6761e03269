import './health.css';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { HealthFinding } from '../../../api/contract/index.ts';
import { useOperation } from '../../data/operation.ts';
import { Badge } from '../../design/badge.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Section } from '../../design/page.tsx';
import { WithCode } from '../../design/with-code.tsx';
import { healthRows, healthTitle } from './health-rows.ts';

const EVERY_MS = 15_000;

const NAMES: Readonly<Record<string, string>> = {
  drydock: 'Drydock',
  node: 'Node.js',
  postgresql: 'PostgreSQL',
};

/** Where there is more about it. */
const PLACES: ReadonlyMap<string, string> = new Map([
  ['queue', '/admin/queue'],
  ['advisories', '/admin/feeds'],
  ['storage', '/admin/storage'],
  ['disk', '/admin/storage'],
  ['backup', '/admin/storage'],
]);

const KINDS = { fine: 'good', warning: 'warn', problem: 'bad' } as const;

/** How the server is, in words, and what to do about what is not well. */
export function AdminHealth(): ReactNode {
  const health = useOperation('getHealth', {}, { every: EVERY_MS });
  const { data, error } = health;
  if (error && !data) return <ErrorState error={error} onRetry={() => void health.refetch()} />;
  if (!data) return null;
  const rows = healthRows(data);
  return (
    <div className="stack-wide">
      <Section
        title={healthTitle(rows)}
        lead={data.isReady ? 'Takes pushes and pulls.' : 'Not ready: it takes no pushes.'}
      >
        <ul className="health-list">
          {rows.map((row) => (
            <Row key={`${row.name} ${row.what}`} row={row} />
          ))}
        </ul>
      </Section>
      <Section title="Versions">
        <dl className="health-versions">
          {Object.entries(data.versions).map(([name, version]) => (
            <Version key={name} name={NAMES[name] ?? name} version={version} />
          ))}
        </dl>
      </Section>
    </div>
  );
}

function Row({ row: { name, kind, what, help } }: { readonly row: HealthFinding }): ReactNode {
  const place = PLACES.get(name);
  return (
    <li>
      <span>
        <Badge kind={KINDS[kind]}>{kind}</Badge>
      </span>
      <span className="health-name">
        {place === undefined ? name : <Link to={place}>{name}</Link>}
      </span>
      <div className="health-what">
        <WithCode text={what} />
        {help !== undefined && (
          <p className="health-help">
            <WithCode text={help} />
          </p>
        )}
      </div>
    </li>
  );
}

function Version(props: { readonly name: string; readonly version: string }): ReactNode {
  return (
    <>
      <dt>{props.name}</dt>
      <dd>{props.version}</dd>
    </>
  );
}
