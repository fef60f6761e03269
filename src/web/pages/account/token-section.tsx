import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Token } from '../../../api/contract/index.ts';
import type { List, WholeList } from '../../data/operation.ts';
import { useInstance } from '../../data/session.ts';
import { Button } from '../../design/button.tsx';
import type { Cell } from '../../design/csv.ts';
import { CopyBox } from '../../design/copy-box.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState, FormError } from '../../design/error-state.tsx';
import { ExportMenu } from '../../design/export-menu.tsx';
import { Notice } from '../../design/notice.tsx';
import { Section } from '../../design/page.tsx';
import type { NewTokenBody } from './new-token-dialog.tsx';
import { NewTokenDialog } from './new-token-dialog.tsx';
import { TokenTable } from './token-table.tsx';

/** A write of tokens that is under way or was refused. */
interface Write {
  readonly isPending: boolean;
  readonly error: Error | null;
}

interface TokenSectionProps {
  readonly title: string;
  readonly lead: string;
  /** Where there is none yet: "No access tokens yet", and what one is for. */
  readonly empty: { readonly title: string; readonly words: string };
  readonly list: List<Token>;
  /** Of the file, and what it has. */
  readonly file: { readonly name: string; readonly load: () => Promise<WholeList<Token>> };
  readonly create: Write & {
    readonly send: (body: NewTokenBody, onMade: (made: MadeToken) => void) => void;
  };
  readonly revoke: Write & { readonly send: (token: Token) => void };
  /** What the registry is told as the name, beside the token. */
  readonly userOf: (made: MadeToken) => string;
}

export interface MadeToken {
  readonly token: Token;
  /** Shown only this once. */
  readonly secret: string;
}

/** The tokens of a person or an organization: seen, made, revoked. */
export function TokenSection(props: TokenSectionProps): ReactNode {
  const { title, lead, empty, list, file, create, revoke, userOf } = props;
  const [isOpen, setOpen] = useState(false);
  const [made, setMade] = useState<MadeToken>();
  if (list.error && !list.items) return <ErrorState error={list.error} onRetry={list.refetch} />;
  const button = (
    <Button look="primary" onClick={() => setOpen(true)}>
      New token
    </Button>
  );
  const onMade = (answer: MadeToken): void => {
    setMade(answer);
    setOpen(false);
  };
  return (
    <Section
      title={title}
      lead={lead}
      actions={
        (list.items?.length ?? 0) > 0 && (
          <>
            <ExportMenu fileName={file.name} columns={EXPORTED} load={file.load} />
            {button}
          </>
        )
      }
    >
      {made && <NewSecret secret={made.secret} user={userOf(made)} />}
      <FormError error={revoke.error} />
      <TokenTable
        label={title}
        list={list}
        onRevoke={revoke.send}
        empty={
          <EmptyState title={empty.title} actions={button}>
            {empty.words}
          </EmptyState>
        }
      />
      {isOpen && (
        <NewTokenDialog
          isBusy={create.isPending}
          error={create.error}
          onCreate={(body) => create.send(body, onMade)}
          onClose={() => setOpen(false)}
        />
      )}
    </Section>
  );
}

const EXPORTED: Readonly<Record<string, (token: Token) => Cell>> = {
  name: ({ name }) => name,
  ending: ({ ending }) => ending,
  scopes: ({ scopes }) => scopes.join(' '),
  created: ({ createdAt }) => createdAt,
  last_used: ({ lastUsedAt }) => lastUsedAt,
  expires: ({ expiresAt }) => expiresAt,
};

function NewSecret(props: { readonly secret: string; readonly user: string }): ReactNode {
  const host = useInstance()?.registry ?? '';
  return (
    <Notice kind="warn" title="Copy the token now: it is not shown again">
      <div className="stack">
        <CopyBox label="Token" text={props.secret} />
        <p>Use it as the password:</p>
        <CopyBox label="Command to sign in" text={`docker login ${host} -u ${props.user}`} />
      </div>
    </Notice>
  );
}
