import {
  createRootRoute,
  createRoute,
  lazyRouteComponent,
  retainSearchParams,
} from '@tanstack/react-router';
import { texts } from './search-params.ts';
import { Shell } from './shell/shell.tsx';

/*
 * Every address, and the file of its page, which is fetched when somebody goes there. What may stand after `?`
 * is named here: it is the state of the page, so that any view of it can be linked.
 */
const root = createRootRoute({ component: Shell });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: texts('q', 'sort', 'namespace', 'changed'),
  component: lazyRouteComponent(() => import('./pages/home/home.tsx'), 'Home'),
});
const setUp = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('./pages/account/set-up.tsx'), 'SetUp'),
});
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: texts('returnTo'),
  component: lazyRouteComponent(() => import('./pages/account/sign-in.tsx'), 'SignIn'),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./pages/account/invitation.tsx'), 'AcceptInvitation'),
});

const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: lazyRouteComponent(() => import('./pages/account/frame.tsx'), 'AccountFrame'),
});
const accountProfile = createRoute({
  getParentRoute: () => account,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/account/profile.tsx'), 'Profile'),
});
const accountSecurity = createRoute({
  getParentRoute: () => account,
  path: '/security',
  component: lazyRouteComponent(() => import('./pages/account/security.tsx'), 'Security'),
});
const accountSessions = createRoute({
  getParentRoute: () => account,
  path: '/sessions',
  component: lazyRouteComponent(() => import('./pages/account/sessions.tsx'), 'Sessions'),
});
const accountTokens = createRoute({
  getParentRoute: () => account,
  path: '/tokens',
  component: lazyRouteComponent(() => import('./pages/account/tokens.tsx'), 'Tokens'),
});

const repository = createRoute({
  getParentRoute: () => root,
  path: '/r/$ns/$repo',
  component: lazyRouteComponent(() => import('./pages/repository/frame.tsx'), 'RepositoryFrame'),
});
const repositoryGeneral = createRoute({
  getParentRoute: () => repository,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/repository/general.tsx'), 'General'),
});
const repositoryTags = createRoute({
  getParentRoute: () => repository,
  path: '/tags',
  validateSearch: texts('q', 'sort', 'state', 'select'),
  component: lazyRouteComponent(() => import('./pages/repository/tags.tsx'), 'Tags'),
});
const repositoryAccess = createRoute({
  getParentRoute: () => repository,
  path: '/access',
  component: lazyRouteComponent(() => import('./pages/repository/access.tsx'), 'Access'),
});
const repositoryWebhooks = createRoute({
  getParentRoute: () => repository,
  path: '/webhooks',
  component: lazyRouteComponent(() => import('./pages/repository/webhooks.tsx'), 'Webhooks'),
});
const repositorySettings = createRoute({
  getParentRoute: () => repository,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/repository/settings.tsx'), 'Settings'),
});

const imageSearch = texts(
  'platform',
  'severity',
  'fixable',
  'from',
  'type',
  'kev',
  'hidden',
  'exception',
  'layer',
  'licence',
  'affected',
  'q',
  'group',
  'open',
  'sort',
  'before',
  'scope',
);
const tag = createRoute({
  getParentRoute: () => root,
  path: '/r/$ns/$repo/tags/$tag',
  validateSearch: imageSearch,
  // From tab to tab and by every number, it is the same platform that is looked at.
  search: { middlewares: [retainSearchParams(['platform'])] },
  component: lazyRouteComponent(() => import('./pages/image/tag.tsx'), 'TagPage'),
});
/** The page of the image shows the tab itself: from one to another, its head stays. */
const tagTab = createRoute({ getParentRoute: () => tag, path: '/$tab' });
const digest = createRoute({
  getParentRoute: () => root,
  path: '/r/$ns/$repo/digests/$digest',
  validateSearch: imageSearch,
  // From tab to tab and by every number, it is the same platform that is looked at.
  search: { middlewares: [retainSearchParams(['platform'])] },
  component: lazyRouteComponent(() => import('./pages/image/digest.tsx'), 'DigestPage'),
});
const digestTab = createRoute({ getParentRoute: () => digest, path: '/$tab' });

const namespace = createRoute({
  getParentRoute: () => root,
  path: '/ns/$ns',
  component: lazyRouteComponent(() => import('./pages/namespace/frame.tsx'), 'NamespaceFrame'),
});
const namespaceRepositories = createRoute({
  getParentRoute: () => namespace,
  path: '/',
  validateSearch: texts('q', 'sort', 'visibility', 'analysis'),
  component: lazyRouteComponent(
    () => import('./pages/namespace/repositories.tsx'),
    'NamespaceRepositories',
  ),
});
const namespaceMembers = createRoute({
  getParentRoute: () => namespace,
  path: '/members',
  validateSearch: texts('q', 'sort', 'role'),
  component: lazyRouteComponent(() => import('./pages/namespace/members.tsx'), 'NamespaceMembers'),
});
const namespaceTeams = createRoute({
  getParentRoute: () => namespace,
  path: '/teams',
  validateSearch: texts('q', 'sort', 'team'),
  component: lazyRouteComponent(() => import('./pages/namespace/teams.tsx'), 'NamespaceTeams'),
});
const namespaceSettings = createRoute({
  getParentRoute: () => namespace,
  path: '/settings',
  component: lazyRouteComponent(
    () => import('./pages/namespace/settings.tsx'),
    'NamespaceSettings',
  ),
});
const namespacePlan = createRoute({
  getParentRoute: () => namespace,
  path: '/plan',
  component: lazyRouteComponent(() => import('./pages/namespace/plan.tsx'), 'NamespacePlan'),
});
const namespaceTokens = createRoute({
  getParentRoute: () => namespace,
  path: '/tokens',
  component: lazyRouteComponent(() => import('./pages/namespace/tokens.tsx'), 'NamespaceTokens'),
});
const namespaceAudit = createRoute({
  getParentRoute: () => namespace,
  path: '/audit',
  validateSearch: texts('actor', 'deed', 'q', 'sort'),
  component: lazyRouteComponent(() => import('./pages/namespace/audit.tsx'), 'NamespaceAudit'),
});

const vulnerabilities = createRoute({
  getParentRoute: () => root,
  path: '/vulnerabilities',
  validateSearch: texts('q', 'sort', 'severity', 'kev', 'package', 'ecosystem', 'scope'),
  component: lazyRouteComponent(
    () => import('./pages/vulnerabilities/list.tsx'),
    'VulnerabilityList',
  ),
});
const vulnerability = createRoute({
  getParentRoute: () => root,
  path: '/vulnerabilities/$id',
  validateSearch: texts('q', 'sort', 'namespace', 'fixable'),
  component: lazyRouteComponent(() => import('./pages/vulnerabilities/page.tsx'), 'Vulnerability'),
});
const bases = createRoute({
  getParentRoute: () => root,
  path: '/bases',
  validateSearch: texts('stale'),
  component: lazyRouteComponent(() => import('./pages/bases/list.tsx'), 'BaseList'),
});
const packages = createRoute({
  getParentRoute: () => root,
  path: '/packages',
  validateSearch: texts('q', 'type', 'version', 'name'),
  component: lazyRouteComponent(() => import('./pages/packages/list.tsx'), 'PackageList'),
});

const admin = createRoute({
  getParentRoute: () => root,
  path: '/admin',
  component: lazyRouteComponent(() => import('./pages/admin/frame.tsx'), 'AdminFrame'),
});
const adminNamespaces = createRoute({
  getParentRoute: () => admin,
  path: '/',
  validateSearch: texts('q', 'sort', 'plan', 'kind'),
  component: lazyRouteComponent(() => import('./pages/admin/namespaces.tsx'), 'AdminNamespaces'),
});
const adminUsers = createRoute({
  getParentRoute: () => admin,
  path: '/users',
  validateSearch: texts('q', 'sort', 'show'),
  component: lazyRouteComponent(() => import('./pages/admin/users.tsx'), 'AdminUsers'),
});
const adminFeeds = createRoute({
  getParentRoute: () => admin,
  path: '/feeds',
  validateSearch: texts('q', 'sort', 'show'),
  component: lazyRouteComponent(() => import('./pages/admin/feeds.tsx'), 'AdminFeeds'),
});
const adminQueue = createRoute({
  getParentRoute: () => admin,
  path: '/queue',
  validateSearch: texts('q', 'show', 'order'),
  component: lazyRouteComponent(() => import('./pages/admin/queue.tsx'), 'AdminQueue'),
});
const adminStorage = createRoute({
  getParentRoute: () => admin,
  path: '/storage',
  component: lazyRouteComponent(() => import('./pages/admin/storage.tsx'), 'AdminStorage'),
});
const adminHealth = createRoute({
  getParentRoute: () => admin,
  path: '/health',
  component: lazyRouteComponent(() => import('./pages/admin/health.tsx'), 'AdminHealth'),
});
const adminIdentity = createRoute({
  getParentRoute: () => admin,
  path: '/identity',
  component: lazyRouteComponent(() => import('./pages/admin/identity.tsx'), 'AdminIdentity'),
});
const adminAudit = createRoute({
  getParentRoute: () => admin,
  path: '/audit',
  validateSearch: texts('actor', 'deed', 'q', 'sort'),
  component: lazyRouteComponent(() => import('./pages/admin/audit.tsx'), 'AdminAudit'),
});

export const routeTree = root.addChildren([
  home,
  setUp,
  signIn,
  invitation,
  account.addChildren([accountProfile, accountSecurity, accountSessions, accountTokens]),
  repository.addChildren([
    repositoryGeneral,
    repositoryTags,
    repositoryAccess,
    repositoryWebhooks,
    repositorySettings,
  ]),
  tag.addChildren([tagTab]),
  digest.addChildren([digestTab]),
  namespace.addChildren([
    namespaceRepositories,
    namespaceMembers,
    namespaceTeams,
    namespaceSettings,
    namespacePlan,
    namespaceTokens,
    namespaceAudit,
  ]),
  vulnerabilities,
  vulnerability,
  packages,
  bases,
  admin.addChildren([
    adminNamespaces,
    adminUsers,
    adminFeeds,
    adminQueue,
    adminStorage,
    adminHealth,
    adminIdentity,
    adminAudit,
  ]),
]);
