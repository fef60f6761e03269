import type { Role } from '../../../api/contract/index.ts';
import type { Choice } from '../../design/explained-select.tsx';

/** With what each allows; the least first. */
export const ROLES: readonly Choice<Role>[] = [
  { value: 'member', meaning: 'what their teams may' },
  { value: 'editor', meaning: 'all repositories' },
  { value: 'owner', meaning: 'members, plan and settings too' },
];
