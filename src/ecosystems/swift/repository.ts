/** `https://github.com/apple/swift-nio.git`, `git@github.com:apple/swift-nio.git` -> `github.com/apple/swift-nio`. */
export function repositoryOf(address: string): string {
  return address
    .replace(/^[a-z+]+:\/\/(?:[^@/]*@)?/i, '')
    .replace(/^[\w.-]+@([\w.-]+):/, '$1/')
    .replace(/\/$/, '')
    .replace(/\.git$/, '');
}
