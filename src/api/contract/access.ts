import type { Access } from './route.ts';

export function open(because: string): Access {
  return { kind: 'open', because };
}

export function self(action: string): Access {
  return { kind: 'self', action };
}

export function onNamespace(action: string): Access {
  return { kind: 'namespace', action };
}

export function onRepository(action: string): Access {
  return { kind: 'repository', action };
}

export function onInstance(action: string): Access {
  return { kind: 'instance', action };
}
