import type { RepositorySettings } from '../../../api/contract/index.ts';

/** A repository, as every operation on it names it. */
export interface Where {
  readonly namespace: string;
  readonly repository: string;
}

/** What each part of the settings page gets. */
export interface SettingsPlace {
  readonly where: Where;
  readonly settings: RepositorySettings;
}
