import './config-tab.css';
import type { ReactNode } from 'react';
import type { HistoryLine, ImageFacts } from '../../../../api/contract/index.ts';
import { useOperation } from '../../../data/operation.ts';
import { EmptyState } from '../../../design/empty-state.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import { Notice } from '../../../design/notice.tsx';
import { Section } from '../../../design/page.tsx';
import { Ago, Bytes } from '../../../design/quantities.tsx';
import { splitInstruction } from '../instruction.ts';
import type { ShownImage } from '../shown-image.ts';
import { FileLedger } from './file-ledger.tsx';

/** What the image says of itself: how it runs, what it opens, and how it was made. */
export function ConfigTab({ image }: { readonly image: ShownImage }): ReactNode {
  const facts = useOperation('getImageFacts', image.ask);
  if (facts.error && !facts.data) {
    return <ErrorState error={facts.error} onRetry={() => void facts.refetch()} />;
  }
  if (!facts.data) return <div className="config-loading" aria-hidden="true" />;
  return <Facts facts={facts.data} files={<FileLedger image={image} />} />;
}

function Facts({
  facts,
  files,
}: {
  readonly facts: ImageFacts;
  readonly files: ReactNode;
}): ReactNode {
  const { checks, environment, labels, history } = facts;
  return (
    <div className="stack-wide">
      {checks.length > 0 && (
        <Notice kind="warn" title="To look at">
          <ul className="config-checks">
            {checks.map(({ id, place, message, advice }) => (
              <li key={`${id} ${place}`}>
                <code>{place}</code>: {message}; {advice}.
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <Section title="How it runs">
        <Runs facts={facts} />
      </Section>
      {environment.length > 0 && (
        <Section title="Environment">
          <Pairs
            pairs={environment.map(({ name, value, isRedacted }) => [
              name,
              isRedacted ? <i key="value">{value}</i> : <code key="value">{value}</code>,
            ])}
          />
        </Section>
      )}
      {Object.keys(labels).length > 0 && (
        <Section title="Labels">
          <Pairs
            pairs={Object.entries(labels).map(([name, value]) => [
              name,
              <code key="value">{value}</code>,
            ])}
          />
        </Section>
      )}
      {files}
      <Section title="How it was made">
        <History lines={history} />
      </Section>
    </div>
  );
}

function Runs({ facts }: { readonly facts: ImageFacts }): ReactNode {
  const { user, entrypoint, command, workingDirectory, exposedPorts, created, platform } = facts;
  return (
    <Pairs
      pairs={[
        [
          'User',
          user === undefined || user === '' ? (
            'root: none is named'
          ) : (
            <code key="user">{user}</code>
          ),
        ],
        ['Entrypoint', <Words key="entrypoint" words={entrypoint} />],
        ['Command', <Words key="command" words={command} />],
        ['Folder', <code key="folder">{workingDirectory ?? '/'}</code>],
        ['Ports', <Words key="ports" words={exposedPorts} />],
        ['Platform', platform],
        ...(created === undefined
          ? []
          : [['Created', <Ago key="created" at={created} />] as const]),
      ]}
    />
  );
}

function Words({ words }: { readonly words: readonly string[] }): ReactNode {
  if (words.length === 0) return <span className="muted">none</span>;
  return <code>{words.map(quoted).join(' ')}</code>;
}

/** As it could be typed, so that blanks in an argument show. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word);
}

function Pairs(props: {
  readonly pairs: readonly (readonly [name: string, value: ReactNode])[];
}): ReactNode {
  return (
    <dl className="config-pairs">
      {props.pairs.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function History({ lines }: { readonly lines: readonly HistoryLine[] }): ReactNode {
  if (lines.length === 0) {
    return <EmptyState title="The image does not say">Its builder wrote no history.</EmptyState>;
  }
  return (
    <ol className="config-history">
      {lines.map((line, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- equal lines are common, and none ever moves
        <li key={at}>
          <span className="config-history-layer">
            {line.index === undefined ? '' : line.index + 1}
          </span>
          <HistoryText line={line} />
          <span className="config-history-size">
            {line.compressedSize === undefined ? '' : <Bytes value={line.compressedSize} />}
          </span>
        </li>
      ))}
    </ol>
  );
}

function HistoryText({
  line: { createdBy = '', comment },
}: {
  readonly line: HistoryLine;
}): ReactNode {
  const [keyword, rest] = splitInstruction(createdBy);
  return (
    <code className="config-history-text" title={comment}>
      {keyword !== '' && <b>{keyword} </b>}
      {rest === '' && keyword === '' ? 'not known how' : rest}
    </code>
  );
}
