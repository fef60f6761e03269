import type { FilterOption } from '../../design/filter-bar.tsx';

/** The kinds that one looks for mostly; any other stands in the address. https://github.com/package-url/purl-spec */
const TYPES = 'apk cargo composer conan deb gem generic golang maven npm nuget pypi rpm';

export const PACKAGE_TYPES: readonly FilterOption[] = TYPES.split(' ').map((value) => ({
  value,
  text: value,
}));
