import './home.css';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useInstance, useSession } from '../../data/session.ts';
import { CopyBox } from '../../design/copy-box.tsx';
import { Page } from '../../design/page.tsx';

/** Nothing is here yet: the way to a first report, to be copied step by step. */
export function Beginning(): ReactNode {
  const host = useInstance()?.registry ?? '';
  const name = useSession().name ?? '';
  const image = `${host}/${name}/app`;
  return (
    <Page
      title="Repositories"
      heading="Push your first image"
      lead="Three steps to a report, with any image that you have."
      narrow
    >
      <ol className="home-steps">
        <Step title="Sign in with your client">
          <p className="muted">
            With your password, or an <Link to="/account/tokens">access token</Link>.
          </p>
          <CopyBox label="Command to sign in" text={`docker login ${host} -u ${name}`} />
        </Step>
        <Step title="Push: the repository is made by it">
          <p className="muted">Take any local image in place of IMAGE.</p>
          <CopyBox
            label="Commands to push"
            text={`docker tag IMAGE ${image}:1\ndocker push ${image}:1`}
          />
        </Step>
        <Step title="Activate image analysis">
          <p className="muted">
            In the settings of the repository, or for all new ones in{' '}
            <Link to="/ns/$ns/settings" params={{ ns: name }}>
              the settings of your namespace
            </Link>
            . From then on every push has its report when it ends.
          </p>
        </Step>
      </ol>
    </Page>
  );
}

function Step(props: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <li>
      <div className="stack">
        <h2>{props.title}</h2>
        {props.children}
      </div>
    </li>
  );
}
