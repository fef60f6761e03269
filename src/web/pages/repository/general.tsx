import './general.css';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useList, useOperation } from '../../data/operation.ts';
import { ButtonLink } from '../../design/button.tsx';
import { CopyBox } from '../../design/copy-box.tsx';
import { DataTable } from '../../design/data-table.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Section } from '../../design/page.tsx';
import { ActivationHint } from './activation-hint.tsx';
import { NoTags } from './no-tags.tsx';
import type { Where } from './place.ts';
import { PushCommands } from './push-commands.tsx';
import { Readme } from './readme.tsx';
import { PUSHED, shortTagColumns } from './tag-columns.tsx';

/** So many of the newest tags are what one comes for mostly. */
const NEWEST = 5;

/** The front of a repository: its newest tags with what is vulnerable in them, what it is, how to use it. */
export function General(): ReactNode {
  const { ns, repo } = useParams({ from: '/r/$ns/$repo' });
  const where = { namespace: ns, repository: repo };
  const { data } = useOperation('getRepository', where);
  const list = useList('listTags', { ...where, sort: 'newest', limit: NEWEST });
  if (!data) return null;
  const [newest] = list.items ?? [];
  return (
    <div className="stack">
      <ActivationHint where={where} />
      <div className="general">
        <div className="stack-wide">
          <Section
            title="Newest tags"
            actions={
              list.hasMore && (
                <Link to="/r/$ns/$repo/tags" params={{ ns, repo }}>
                  All tags
                </Link>
              )
            }
          >
            {list.error && !list.items ? (
              <ErrorState error={list.error} onRetry={list.refetch} />
            ) : (
              <DataTable
                label={`Newest tags of ${ns}/${repo}`}
                columns={[...shortTagColumns(where, !data.isAnalysisActive), PUSHED]}
                rows={list.items}
                keyOf={({ name }) => name}
                empty={<NoTags where={where} />}
              />
            )}
          </Section>
          <Readme text={data.readme} settings={settingsOf(where, data.rights)} />
        </div>
        {newest && <Commands pull={data.pull} tag={newest.name} rights={data.rights} />}
      </div>
    </div>
  );
}

/** For those who may write the README: where. */
function settingsOf({ namespace, repository }: Where, rights: readonly string[]): ReactNode {
  if (!rights.includes('repository.settings.write')) return undefined;
  return (
    <ButtonLink small to="/r/$ns/$repo/settings" params={{ ns: namespace, repo: repository }}>
      Open settings
    </ButtonLink>
  );
}

function Commands(props: {
  readonly pull: string;
  readonly tag: string;
  readonly rights: readonly string[];
}): ReactNode {
  const { pull, tag, rights } = props;
  return (
    <div className="stack-wide">
      {rights.includes('repository.pull') && (
        <Section title="Pull">
          <CopyBox label="Command to pull" text={`docker pull ${pull}:${tag}`} />
        </Section>
      )}
      {rights.includes('repository.push') && (
        <Section title="Push">
          <PushCommands pull={pull} />
        </Section>
      )}
    </div>
  );
}
