import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { useInstance, useSession } from '../../data/session.ts';
import { Page } from '../../design/page.tsx';
import { IdentityProviders } from './identity-providers.tsx';
import { localAddress } from './local-address.ts';
import { PasswordSignIn } from './password-sign-in.tsx';

/** With a password or at an identity provider; then on to where one wanted to go. */
export function SignIn(): ReactNode {
  const { returnTo } = useSearch({ from: '/sign-in' });
  const session = useSession();
  const instance = useInstance();
  const navigate = useNavigate();
  const after = localAddress(returnTo);
  const isIn = session.kind === 'user';
  useEffect(() => {
    if (isIn) void navigate({ href: after, replace: true });
  }, [isIn, after, navigate]);
  if (isIn) return null;
  return (
    <Page title="Sign in" lead={`To ${instance?.registry ?? 'Drydock'}`} narrow>
      <PasswordSignIn />
      <IdentityProviders providers={instance?.identityProviders ?? []} after={after} />
    </Page>
  );
}
