import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ecosystems } from '../ecosystems/index.ts';
import { RELEASE_FILES, detectDistro } from '../image/index.ts';
import type { Package } from '../model/index.ts';

const CASES = join(import.meta.dirname, '../../../shared/cases/os-release');
const isThere = existsSync(CASES);
const skip =
  isThere || process.env['CI'] === 'true' ? false : `${CASES} is absent: its cases are not checked`;

/** Whose advisories a package of each distribution is matched with; empty: nobody writes any. */
const EXPECTED: Readonly<Record<string, string>> = {
  'syft/almalinux/from-redhat-release/etc/redhat-release': 'rpm AlmaLinux:8 exact',
  'syft/alpine/etc/os-release': 'apk Alpine:v3.11 exact',
  'syft/amazon/etc/os-release': 'rpm Amazon Linux:2 exact',
  'syft/arch/etc/os-release': '',
  'syft/centos/usr/lib/os-release': 'rpm Red Hat:enterprise_linux:8 derived',
  'syft/centos5/etc/redhat-release': 'rpm Red Hat:enterprise_linux:5 derived',
  'syft/custom/etc/os-release': 'rpm Red Hat:enterprise_linux:8 derived',
  'syft/debian/from-debian_version/etc/debian_version': 'deb Debian:10 exact',
  'syft/debian/from-os-release/usr/lib/os-release': 'deb Debian:8 exact',
  'syft/debian/with-point-release/etc/os-release': 'deb Debian:13 exact',
  'syft/empty/etc/os-release': '',
  'syft/fedora/usr/lib/os-release': '',
  'syft/mariner/etc/os-release': 'rpm Azure Linux:1 exact',
  'syft/opensuse-leap/etc/os-release': 'rpm openSUSE:Leap 15.2 exact',
  'syft/oraclelinux/etc/os-release': 'rpm Oracle Linux:8 exact',
  'syft/photon/etc/os-release': 'rpm Photon OS:2.0 exact',
  'syft/redhat/from-os-release/usr/lib/os-release': 'rpm Red Hat:enterprise_linux:7 exact',
  'syft/rockylinux/from-os-release/etc/os-release': 'rpm Rocky Linux:8 exact',
  'syft/scientific/from-os-release/etc/os-release': 'rpm Red Hat:enterprise_linux:7 derived',
  'syft/sles/etc/os-release': 'rpm SUSE:Linux Enterprise Server 15 SP2 exact',
  'syft/ubuntu/etc/os-release': 'deb Ubuntu:20.04 exact',
  'syft/wolfi/etc/os-release': 'apk Wolfi exact',
  'trivy/activestate': '',
  'trivy/alma': 'rpm AlmaLinux:9 exact',
  'trivy/alpine': 'apk Alpine:v3.15 exact',
  'trivy/azurelinux-3.0': 'rpm Azure Linux:3 exact',
  'trivy/bottlerocket': '',
  'trivy/centos': 'rpm Red Hat:enterprise_linux:7 derived',
  'trivy/centos-stream': 'rpm Red Hat:enterprise_linux:8 derived',
  'trivy/coreos': '',
  'trivy/echo': 'deb Echo exact',
  'trivy/fedora': '',
  'trivy/mariner-2.0': 'rpm Azure Linux:2 exact',
  'trivy/minimos': 'apk MinimOS exact',
  'trivy/no-id': '',
  'trivy/no-version': '',
  'trivy/opensuseleap-15.2.1': 'rpm openSUSE:Leap 15.2 exact',
  'trivy/opensuseleap-42.3': 'rpm openSUSE:Leap 42.3 exact',
  'trivy/opensusetumbleweed': 'rpm openSUSE:Tumbleweed exact',
  'trivy/oracle': 'rpm Oracle Linux:8 exact',
  'trivy/photon': 'rpm Photon OS:4.0 exact',
  'trivy/rhel': 'rpm Red Hat:enterprise_linux:9 exact',
  'trivy/rocky': 'rpm Rocky Linux:9 exact',
  'trivy/slemicro': 'rpm SUSE:Linux Enterprise Micro 5.3 exact',
  'trivy/slemicro-rancher': 'rpm SUSE:Linux Enterprise Micro for Rancher 5.4 exact',
  'trivy/slemicro6.0': 'rpm SUSE:Linux Micro 6.0 exact',
  'trivy/sles': 'rpm SUSE:Linux Enterprise Server 15 SP3 exact',
  'trivy/unknown': '',
};

test(
  'a real release file leads to the advisories of that release, and to no other',
  { skip },
  () => {
    for (const [file, expected] of Object.entries(EXPECTED)) {
      const path = RELEASE_FILES.find((path) => file.endsWith(`/${path}`)) ?? 'etc/os-release';
      const distro = detectDistro({ [path]: readFileSync(join(CASES, file), 'utf8') });
      const context = { distro, facts: new Map() };
      const found = ['apk', 'deb', 'rpm'].flatMap((id) => {
        const target = ecosystems.get(id)?.matchTargetOf(packageOf(id), context);
        return target ? [`${id} ${target.namespace} ${target.confidence ?? 'exact'}`] : [];
      });
      assert.equal(found.join(', '), expected, file);
    }
  },
);

function packageOf(ecosystem: string): Package {
  return {
    ecosystem,
    name: 'a',
    version: '1-1',
    licenses: [],
    locations: [],
    evidence: 'database',
    confidence: 'exact',
    scope: 'runtime',
  };
}
