/** Lockfiles that packages bring along lie below `deps`, where they are unpacked. */
export function isProjectFile(path: string): boolean {
  return !/(?:^|\/)(?:deps|_build|node_modules)\//.test(path);
}
