/** Every page, for screenshots and checks. Add yours: one line. */
export interface ListedPage {
  /** Of the picture's file. */
  readonly name: string;
  readonly path: string;
  /** Absent: alice, the administrator. */
  readonly as?: 'nobody';
  /** Where it is of use; absent: in the full one. */
  readonly worlds?: readonly ('empty' | 'full')[];
  /** The server refuses what the page asks for, as the browser notes on its console. */
  readonly isRefused?: true;
}

const BOTH = ['empty', 'full'] as const;

export const PAGES: readonly ListedPage[] = [
  { name: 'sign-in', path: '/sign-in', as: 'nobody', worlds: ['empty'] },
  { name: 'invitation', path: '/invitation#ddi_x', as: 'nobody', worlds: ['empty'] },
  { name: 'home', path: '/', worlds: BOTH },
  { name: 'account', path: '/account', worlds: ['empty'] },
  { name: 'account-security', path: '/account/security', worlds: ['empty'] },
  { name: 'account-sessions', path: '/account/sessions', worlds: ['empty'] },
  { name: 'account-tokens', path: '/account/tokens', worlds: BOTH },
  { name: 'missing', path: '/r/nobody/nothing', worlds: ['empty'], isRefused: true },
  { name: 'repository', path: '/r/acme/shop' },
  { name: 'repository-nested', path: '/r/acme/team/billing' },
  { name: 'repository-tags', path: '/r/acme/shop/tags' },
  { name: 'repository-access', path: '/r/acme/shop/access' },
  { name: 'repository-webhooks', path: '/r/acme/shop/webhooks' },
  { name: 'repository-settings', path: '/r/acme/shop/settings' },
  { name: 'image', path: '/r/acme/shop/tags/1.4' },
  { name: 'image-nested', path: '/r/acme/team/billing/-/tags/2.0' },
  { name: 'image-by-vulnerability', path: '/r/acme/shop/tags/1.4?group=vulnerability' },
  {
    name: 'image-opened',
    path: '/r/acme/shop/tags/1.4?group=vulnerability&q=CVE-2021-23337&open=CVE-2021-23337',
  },
  { name: 'image-fixes', path: '/r/acme/shop/tags/1.4/fixes' },
  { name: 'image-packages', path: '/r/acme/shop/tags/1.4/packages' },
  { name: 'image-config', path: '/r/acme/shop/tags/1.4/config' },
  { name: 'image-compare', path: '/r/acme/shop/tags/1.4/compare' },
  { name: 'image-sbom', path: '/r/acme/shop/tags/1.4/sbom' },
  { name: 'image-history', path: '/r/acme/shop/tags/1.4/history' },
  { name: 'image-index', path: '/r/acme/base/tags/3.18' },
  { name: 'image-nothing', path: '/r/alice/odd/tags/empty' },
  { name: 'namespace', path: '/ns/acme' },
  { name: 'namespace-personal', path: '/ns/alice', worlds: BOTH },
  { name: 'namespace-members', path: '/ns/acme/members' },
  { name: 'namespace-teams', path: '/ns/acme/teams' },
  { name: 'namespace-tokens', path: '/ns/acme/tokens' },
  { name: 'namespace-plan', path: '/ns/acme/plan' },
  { name: 'namespace-settings', path: '/ns/acme/settings' },
  { name: 'namespace-audit', path: '/ns/acme/audit' },
  { name: 'vulnerabilities', path: '/vulnerabilities', worlds: BOTH },
  { name: 'vulnerability', path: '/vulnerabilities/CVE-2021-23337' },
  { name: 'packages', path: '/packages', worlds: BOTH },
  { name: 'bases', path: '/bases', worlds: BOTH },
  { name: 'package', path: '/packages?name=lodash&type=npm' },
  { name: 'admin', path: '/admin', worlds: BOTH },
  { name: 'admin-users', path: '/admin/users' },
  { name: 'admin-feeds', path: '/admin/feeds', worlds: BOTH },
  { name: 'admin-queue', path: '/admin/queue', worlds: BOTH },
  { name: 'admin-storage', path: '/admin/storage', worlds: BOTH },
  { name: 'admin-health', path: '/admin/health' },
  { name: 'admin-identity', path: '/admin/identity', worlds: BOTH },
  { name: 'admin-audit', path: '/admin/audit' },
];
