import type { InventoryPackage } from '../model/index.ts';

/** A package as other JSON documents than the report name it. */
export function packageReference({ package: found, purl }: InventoryPackage): object {
  const { ecosystem, name, version } = found;
  return { type: ecosystem, name, version, purl: purl ?? null };
}
