import type { RepositoryChanges } from '../registry/index.ts';
import type { Notifications } from './notifications.ts';

/** What the triggers of 0020-registry.sql tell. */
const CHANNEL = 'registry_changed';

/** Which repositories changed, in this process or another, as the database tells it. */
export function registryChanges(notifications: Notifications): RepositoryChanges {
  return {
    onChange: (changed) =>
      notifications.listen(CHANNEL, (payload) =>
        changed(payload === undefined ? undefined : Number(payload)),
      ),
  };
}
