import type { Permission } from '../../../api/contract/index.ts';

/** With what each allows, for a choice. */
export const PERMISSIONS: { readonly value: Permission; readonly label: string }[] = [
  { value: 'read', label: 'read: pull, see reports' },
  { value: 'write', label: 'write: push too' },
  { value: 'admin', label: 'admin: settings, delete too' },
];

/** What somebody chose; the least, where it is none of them. */
export function permissionOf(value: string | null): Permission {
  return PERMISSIONS.find((permission) => permission.value === value)?.value ?? 'read';
}
