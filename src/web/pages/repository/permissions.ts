import type { Permission } from '../../../api/contract/index.ts';
import type { Choice } from '../../design/explained-select.tsx';

/** With what each allows; the least first. */
export const PERMISSIONS: readonly Choice<Permission>[] = [
  { value: 'read', meaning: 'pull, see reports' },
  { value: 'write', meaning: 'push too' },
  { value: 'admin', meaning: 'settings, delete too' },
];
