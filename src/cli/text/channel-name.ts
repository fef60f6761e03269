/** `Ubuntu Pro` of `Ubuntu:Pro:20.04`: an advisory namespace as its product is called. */
export function channelName(namespace: string): string {
  return namespace.split(':').slice(0, 2).join(' ');
}
