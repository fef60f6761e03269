import './fixes.css';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { FixStep } from '../../../../api/contract/index.ts';
import { useList } from '../../../data/operation.ts';
import { CopyButton } from '../../../design/copy-box.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import { SeverityCounts } from '../../../design/severity.tsx';
import type { ShownImage } from '../shown-image.ts';

/** So many answer "what do I do" without hiding the report below. */
const SHOWN = 3;

/** What to do first: each step with its command and what it removes. */
export function Fixes({ image }: { readonly image: ShownImage }): ReactNode {
  const fixable = image.shown?.result?.summary?.fixable ?? 0;
  const list = useList('listFixSteps', image.ask, { enabled: fixable > 0 });
  if (fixable === 0) return null;
  return (
    <section className="fixes" aria-labelledby="fixes">
      <header>
        <h2 id="fixes">Recommended fixes</h2>
        <span className="muted">most urgent first</span>
      </header>
      {list.items ? (
        <Steps steps={list.items} total={list.first?.total ?? 0} onMore={list.loadMore} />
      ) : list.error ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : (
        <StepsToCome count={Math.min(fixable, SHOWN)} />
      )}
    </section>
  );
}

function Steps(props: {
  readonly steps: readonly FixStep[];
  readonly total: number;
  readonly onMore: () => void;
}): ReactNode {
  const { steps, total, onMore } = props;
  const [isAll, setIsAll] = useState(false);
  const shown = isAll ? steps : steps.slice(0, SHOWN);
  const more = total - shown.length;
  return (
    <>
      <ol>
        {shown.map((step) => (
          <li key={keyOf(step)}>
            <Step step={step} />
          </li>
        ))}
      </ol>
      {more > 0 && (
        <button
          type="button"
          className="fixes-more no-print"
          onClick={() => (isAll ? onMore() : setIsAll(true))}
        >
          {more.toLocaleString('en')} more
        </button>
      )}
    </>
  );
}

function keyOf({ type, place, changes: [first] }: FixStep): string {
  return `${type} ${place ?? ''} ${first?.name ?? ''} ${first?.from ?? ''}`;
}

const STEP_PX = 46;

/** As high as what comes. */
function StepsToCome({ count }: { readonly count: number }): ReactNode {
  return <div style={{ height: count * STEP_PX }} aria-hidden="true" />;
}

function Step({ step }: { readonly step: FixStep }): ReactNode {
  const { command, counts, exploited, isBreaking, place, type } = step;
  return (
    <>
      <div className="fixes-what">
        {command === undefined ? (
          <span className="fixes-title">{titleOf(step)}</span>
        ) : (
          <code className="fixes-command" title={command}>
            {command}
          </code>
        )}
        <span className="fixes-note">
          {command === undefined
            ? 'no command does it: change it where it is built'
            : titleOf(step)}
          {place !== undefined && `, in /${place}`}
          {isBreaking && <b>, a major version</b>}
          {command === undefined && `, ${type}`}
        </span>
      </div>
      <span className="fixes-removes">
        {exploited > 0 && <span className="fixes-exploited">{exploited} exploited</span>}
        <SeverityCounts counts={counts} />
      </span>
      <span className="fixes-copy no-print">
        {command !== undefined && <CopyButton text={command} label={titleOf(step)} />}
      </span>
    </>
  );
}

/** `lodash 4.17.4 to 4.17.21`, or how many packages of the system. */
function titleOf({ changes: [first], changeCount, type }: FixStep): string {
  if (!first) return type;
  return changeCount === 1
    ? `${first.name} ${first.from} to ${first.to}`
    : `${changeCount} ${type} packages: ${first.name} and others`;
}
