import './second-step.css';
import type { ReactNode, SubmitEvent } from 'react';
import { useState } from 'react';
import type { Account } from '../../../api/contract/index.ts';
import { useChange } from '../../data/operation.ts';
import { Button } from '../../design/button.tsx';
import { CopyBox } from '../../design/copy-box.tsx';
import { FormError } from '../../design/error-state.tsx';
import { PasswordInput, TextInput } from '../../design/fields.tsx';
import { Notice } from '../../design/notice.tsx';
import { Section } from '../../design/page.tsx';
import { useFields } from '../../design/use-fields.ts';
import { QrCode } from './qr-code.tsx';

/** One-time codes (TOTP): off, being enrolled, on. */
export function SecondStep({ account }: { readonly account: Account }): ReactNode {
  const [recovery, setRecovery] = useState<readonly string[]>([]);
  return (
    <Section
      title="One-time codes"
      lead="A second step after the password, from an authenticator application (TOTP)."
    >
      {recovery.length > 0 && <RecoveryCodes codes={recovery} />}
      {account.hasSecondStep ? (
        <TurnOff account={account} />
      ) : (
        <Enrol account={account} onDone={setRecovery} />
      )}
    </Section>
  );
}

function RecoveryCodes({ codes }: { readonly codes: readonly string[] }): ReactNode {
  return (
    <Notice kind="warn" title="Keep these recovery codes: they are shown only now">
      <p>Each lets you in once when your authenticator is lost.</p>
      <CopyBox label="Recovery codes" text={codes.join('\n')} />
    </Notice>
  );
}

function Enrol(props: {
  readonly account: Account;
  readonly onDone: (recoveryCodes: readonly string[]) => void;
}): ReactNode {
  const begin = useChange('beginSecondStep');
  if (begin.data) {
    return <Confirm {...props} secret={begin.data.secret} uri={begin.data.uri} />;
  }
  return (
    <div className="stack">
      <FormError error={begin.error} />
      <div>
        <Button isBusy={begin.isPending} onClick={() => begin.mutate({})}>
          Turn on one-time codes
        </Button>
      </div>
    </div>
  );
}

function Confirm(props: {
  readonly account: Account;
  readonly secret: string;
  readonly uri: string;
  readonly onDone: (recoveryCodes: readonly string[]) => void;
}): ReactNode {
  const { account, secret, uri, onDone } = props;
  const { values, bind } = useFields({ code: '', password: '' });
  const change = useChange('confirmSecondStep', {
    changes: ['getAccount'],
    onDone: ({ recoveryCodes }) => onDone(recoveryCodes),
  });
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    const { code, password } = values;
    change.mutate({ body: { secret, code, ...(account.hasPassword && { password }) } });
  };
  return (
    <form className="second-step" onSubmit={send}>
      <QrCode text={uri} label="For your authenticator application" />
      <div className="form">
        <p>Scan it with your authenticator application, or type this secret there:</p>
        <CopyBox label="Secret" text={secret} />
        <CodeField {...bind('code')} />
        {account.hasPassword && (
          <PasswordInput
            label="Your password"
            required
            autoComplete="current-password"
            {...bind('password')}
          />
        )}
        <FormError error={change.error} />
        <div>
          <Button look="primary" type="submit" isBusy={change.isPending}>
            Turn on
          </Button>
        </div>
      </div>
    </form>
  );
}

function CodeField(bound: ReturnType<ReturnType<typeof useFields>['bind']>): ReactNode {
  return (
    <TextInput
      label="Code that it shows"
      required
      inputMode="numeric"
      autoComplete="one-time-code"
      spellCheck={false}
      {...bound}
    />
  );
}

function TurnOff({ account }: { readonly account: Account }): ReactNode {
  const { values, bind } = useFields({ code: '', password: '' });
  const change = useChange('endSecondStep', { changes: ['getAccount'] });
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    const { code, password } = values;
    change.mutate({ body: { code, ...(account.hasPassword && { password }) } });
  };
  return (
    <form className="form" onSubmit={send}>
      <Notice kind="good">One-time codes are asked for when you sign in.</Notice>
      <CodeField {...bind('code')} />
      {account.hasPassword && (
        <PasswordInput
          label="Your password"
          required
          autoComplete="current-password"
          {...bind('password')}
        />
      )}
      <FormError error={change.error} />
      <div>
        <Button look="danger" type="submit" isBusy={change.isPending}>
          Turn off one-time codes
        </Button>
      </div>
    </form>
  );
}
