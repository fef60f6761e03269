import type { ReactNode } from 'react';
import type { Instance } from '../../../api/contract/index.ts';
import { addressOf } from '../../data/address-of.ts';

/** A link, no request: the browser goes to the provider and comes back signed in. */
export function IdentityProviders(props: {
  readonly providers: Instance['identityProviders'];
  readonly after: string;
}): ReactNode {
  const { providers, after } = props;
  if (providers.length === 0) return null;
  return (
    <section className="stack" aria-label="Other ways to sign in">
      <p className="muted">Or with</p>
      <div className="row">
        {providers.map(({ id, title }) => (
          <a
            key={id}
            className="button button-plain"
            href={addressOf('startIdentitySignIn', { provider: id, returnTo: after })}
          >
            {title}
          </a>
        ))}
      </div>
    </section>
  );
}
