import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { SignedIn } from '../../api/contract/index.ts';
import { useOperation } from '../data/operation.ts';
import { useSignOut } from '../data/session.ts';
import { Button, ButtonLink } from '../design/button.tsx';
import { Menu } from '../design/fields.tsx';
import { Mark } from '../design/mark.tsx';
import type { ThemeChoice } from '../design/theme-choice.ts';
import { useTheme } from '../design/theme-choice.ts';
import { PaletteButton } from './palette-button.tsx';

export function TopBar(): ReactNode {
  const session = useOperation('getSession', {}).data;
  return (
    <header className="top-bar no-print">
      <Link className="top-bar-brand" to="/" aria-label="Drydock, start">
        <Mark />
        <span>Drydock</span>
      </Link>
      {/* All at once, when it is known for whom: nothing that is there moves. */}
      {session && <TopBarFor session={session} />}
    </header>
  );
}

function TopBarFor({ session }: { readonly session: SignedIn }): ReactNode {
  const places = placesOf(session);
  return (
    <>
      <nav className="top-bar-places" aria-label="Places">
        {places.map(({ to, text }) => (
          <Link key={to} to={to}>
            {text}
          </Link>
        ))}
      </nav>
      <PlacesMenu places={places} />
      <PaletteButton />
      <ThemeMenu />
      {session.kind === 'user' ? (
        <AccountMenu name={session.name ?? ''} />
      ) : (
        <ButtonLink small to="/sign-in">
          Sign in
        </ButtonLink>
      )}
    </>
  );
}

interface Place {
  readonly to: string;
  readonly text: string;
}

function placesOf({ kind, isAdministrator }: SignedIn): readonly Place[] {
  return [
    ...(kind === 'user'
      ? [
          { to: '/packages', text: 'Packages' },
          { to: '/bases', text: 'Base images' },
        ]
      : []),
    { to: '/vulnerabilities', text: 'Vulnerabilities' },
    ...(isAdministrator ? [{ to: '/admin', text: 'Administration' }] : []),
  ];
}

/** The same on a phone, where they have no room side by side. */
function PlacesMenu({ places }: { readonly places: readonly Place[] }): ReactNode {
  const navigate = useNavigate();
  return (
    <div className="top-bar-menu">
      <Menu position="bottom-start">
        <Menu.Target>
          <Button look="quiet" small>
            Menu
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void navigate({ to: '/' })}>Repositories</Menu.Item>
          {places.map(({ to, text }) => (
            <Menu.Item key={to} onClick={() => void navigate({ to })}>
              {text}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

const CHOICES: readonly (readonly [ThemeChoice, string])[] = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

function ThemeMenu(): ReactNode {
  const { choice, choose } = useTheme();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button look="quiet" small aria-label="Light or dark">
          <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
            <path d="M8 1.5a6.5 6.5 0 1 0 0 13z" fill="currentColor" />
            <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" strokeWidth="1.4" />
          </svg>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {CHOICES.map(([each, words]) => (
          <Menu.Item
            key={each}
            onClick={() => choose(each)}
            aria-checked={each === choice}
            role="menuitemradio"
          >
            {words}
            {each === choice ? ' ✓' : ''}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function AccountMenu({ name }: { readonly name: string }): ReactNode {
  const signOut = useSignOut();
  const navigate = useNavigate();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button look="quiet" small aria-label={`Account of ${name}`}>
          {name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void navigate({ to: '/ns/$ns', params: { ns: name } })}>
          My namespace
        </Menu.Item>
        <Menu.Item onClick={() => void navigate({ to: '/account' })}>Account</Menu.Item>
        <Menu.Item onClick={() => void navigate({ to: '/account/tokens' })}>
          Access tokens
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={signOut}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
