import type { Evidence, Package, Scope } from '../../model/index.ts';
import { libraryPackage } from '../library-package.ts';

/**
 * The package of a reference: `name/version@user/channel#revision:id#revision%time`, of which all
 * after the version may be missing, and `_/_` stands for no user.
 *
 * https://docs.conan.io/2/reference/conanfile/attributes.html
 */
export function packageOfReference(
  reference: string,
  found: { readonly path: string; readonly evidence: Evidence; readonly scope: Scope },
): Package | undefined {
  const [plain = ''] = reference.split(/[#:%]/, 1);
  const [nameAndVersion = '', origin = ''] = plain.split('@', 2);
  const [name, version] = nameAndVersion.split('/', 2);
  const [user, channel] = origin.split('/', 2);
  const facts = user === '_' ? {} : { user, channel };
  return libraryPackage({ ecosystem: 'conan', name, version, facts, ...found });
}
