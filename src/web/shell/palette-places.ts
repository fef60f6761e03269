import type { SignedIn } from '../../api/contract/index.ts';
import type { Hit } from './hits.ts';

/** The list fits a screen. */
const MOST = 6;

/** Pages whose name has the text; without one, those that are gone to most. */
export function placesOf(text: string, session: SignedIn): readonly Hit[] {
  const words = text.toLowerCase();
  return PLACES.filter(({ who, name }) => isFor(who, session) && name.toLowerCase().includes(words))
    .slice(0, MOST)
    .map(({ name, to }) => ({ id: `p ${to}`, text: name, kind: 'page', place: { to } }));
}

type Who = 'all' | 'user' | 'administrator';

function isFor(who: Who, { kind, isAdministrator }: SignedIn): boolean {
  if (who === 'all') return true;
  return kind === 'user' && (who === 'user' || isAdministrator);
}

const PLACES: readonly { readonly name: string; readonly to: string; readonly who: Who }[] = [
  { name: 'Repositories', to: '/', who: 'user' },
  { name: 'Packages', to: '/packages', who: 'user' },
  { name: 'Vulnerabilities', to: '/vulnerabilities', who: 'all' },
  { name: 'Account', to: '/account', who: 'user' },
  { name: 'Access tokens', to: '/account/tokens', who: 'user' },
  { name: 'Sign-in and security', to: '/account/security', who: 'user' },
  { name: 'Sessions', to: '/account/sessions', who: 'user' },
  { name: 'Administration', to: '/admin', who: 'administrator' },
  { name: 'Users', to: '/admin/users', who: 'administrator' },
  { name: 'Feeds', to: '/admin/feeds', who: 'administrator' },
  { name: 'Queue', to: '/admin/queue', who: 'administrator' },
  { name: 'Storage', to: '/admin/storage', who: 'administrator' },
  { name: 'Health', to: '/admin/health', who: 'administrator' },
  { name: 'Audit log', to: '/admin/audit', who: 'administrator' },
];
