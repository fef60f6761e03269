import type { ApiOptions } from '../api-options.ts';
import type { Handlers } from '../handlers.ts';
import { accountHandlers } from './account.ts';
import { administrationHandlers } from './administration.ts';
import { analysisHandlers } from './analyses.ts';
import { feedHandlers } from './feeds.ts';
import { identityProviderHandlers } from './identity-providers.ts';
import { fleetHandlers } from './fleet.ts';
import { imageHandlers } from './images.ts';
import { instanceHandlers } from './instance.ts';
import { namespaceUseHandlers } from './namespace-use.ts';
import { namespaceHandlers } from './namespaces.ts';
import { organizationHandlers } from './organizations.ts';
import { publicBaseHandlers } from './public-bases.ts';
import { queueHandlers } from './queue.ts';
import { reportHandlers } from './reports.ts';
import { repositoryHandlers } from './repositories.ts';
import { storageHandlers } from './storage.ts';
import { userHandlers } from './users.ts';
import { vulnerabilityHandlers } from './vulnerabilities.ts';

/** What every operation of the contract does. */
export function allHandlers(options: ApiOptions): Handlers {
  return {
    ...instanceHandlers(options),
    ...accountHandlers(options),
    ...userHandlers(options),
    ...namespaceHandlers(options),
    ...namespaceUseHandlers(options),
    ...organizationHandlers(options),
    ...repositoryHandlers(options),
    ...imageHandlers(options),
    ...analysisHandlers(options),
    ...reportHandlers(options),
    ...vulnerabilityHandlers(options),
    ...fleetHandlers(options),
    ...administrationHandlers(options),
    ...queueHandlers(options),
    ...feedHandlers(options),
    ...publicBaseHandlers(options),
    ...storageHandlers(options),
    ...identityProviderHandlers(options),
  };
}
