import type { UseMutationResult } from '@tanstack/react-query';
import type { Operations, RepositorySettings } from '../../../api/contract/index.ts';
import { useChange } from '../../data/operation.ts';

type Save = UseMutationResult<
  RepositorySettings,
  Error,
  Operations['updateRepositorySettings']['input']
>;

/** Changes settings; what shows them is asked again. */
export function useSaveSettings(): Save {
  return useChange('updateRepositorySettings', {
    changes: ['getRepositorySettings', 'getRepository', 'listRepositories', 'listTags'],
  });
}
