/** A source package as trivy writes it: version, release and epoch apart. */
export function trivySource(
  valueOf: (name: string) => string | undefined,
): { readonly name: string; readonly version: string } | undefined {
  const field = (name: string): string => valueOf(`aquasecurity:trivy:${name}`) ?? '';
  const name = field('SrcName');
  if (!name) return undefined;
  const epoch = field('SrcEpoch');
  const release = field('SrcRelease');
  const version = field('SrcVersion') + (release && `-${release}`);
  return { name, version: epoch && epoch !== '0' ? `${epoch}:${version}` : version };
}
