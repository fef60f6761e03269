import type { Role } from '../../../api/contract/index.ts';

/** With what each allows, for a choice. */
export const ROLES: { readonly value: Role; readonly label: string }[] = [
  { value: 'member', label: 'member: what their teams may' },
  { value: 'editor', label: 'editor: all repositories' },
  { value: 'owner', label: 'owner: members, plan, settings too' },
];

/** What somebody chose; the least, where it is none of them. */
export function roleOf(value: string | null): Role {
  return ROLES.find((role) => role.value === value)?.value ?? 'member';
}
