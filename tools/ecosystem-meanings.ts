/**
 * What a code amounts to. `failure`: nothing can be said, the command ends with 1. `gap`: something
 * was not read, the report is `complete_with_gaps` or has no coverage. `note`: worth knowing.
 * `record`: one advisory record was left out; `drydock db status` counts them.
 */
export type CodeKind = 'failure' | 'gap' | 'note' | 'record';

/** The codes of catalogers, which begin with the purl type of their ecosystem; `lockfile`: of any. */
export const ECOSYSTEM_MEANINGS: Readonly<Record<string, readonly [CodeKind, string]>> = {
  'apk.installed.incomplete': ['gap', 'An entry of the apk database without a name or version.'],
  'apk.installed.odd-lines': ['gap', 'Lines of the apk database that are no fields.'],
  'bitnami.spdx.malformed': ['gap', 'The SPDX document of a Bitnami component cannot be read.'],
  'cargo.auditable.unreadable': ['gap', 'The list of crates in a binary cannot be read.'],
  'cargo.lock.malformed': ['gap', 'A Cargo.lock that cannot be read.'],
  'composer.installed-json.malformed': ['gap', "Composer's installed.json cannot be read."],
  'composer.installed-php.malformed': ['gap', "Composer's installed.php cannot be read."],
  'composer.lock.malformed': ['gap', 'A composer.lock that cannot be read.'],
  'conan.lock.malformed': ['gap', 'A conan.lock that cannot be read.'],
  'conda.meta.malformed': ['gap', "conda's record of an installed package cannot be read."],
  'cpan.install-json.malformed': [
    'gap',
    'The record of an installed Perl distribution cannot be read.',
  ],
  'cran.description.incomplete': ['gap', 'An installed R package without a name or version.'],
  'deb.chisel.damaged': ['gap', "Chisel's manifest cannot be read."],
  'deb.status.incomplete': ['gap', "A stanza of dpkg's database without a package or version."],
  'deb.status.unreadable': ['gap', "dpkg's database holds nothing that reads as a package."],
  'deb.ubuntu-pro.unreadable': [
    'gap',
    'The state of Ubuntu Pro cannot be read: its fixes were not counted.',
  ],
  'gem.gemfile-lock.malformed': ['gap', 'A Gemfile.lock that cannot be read.'],
  'gem.gemspec.incomplete': ['gap', 'A gemspec without a name or version that can be read.'],
  'generic.binary.version-unsure': ['gap', 'A program whose bytes name several versions.'],
  'generic.wordpress.incomplete': ['gap', 'An installed WordPress without a version.'],
  'golang.binary.packed': ['gap', 'A packed binary: what it is made of cannot be read.'],
  'hackage.package-db.incomplete': [
    'gap',
    "A Haskell package without a name or version in GHC's database.",
  ],
  'hex.erlang-app.incomplete': ['gap', 'An Erlang application without a name or version.'],
  'hex.mix-lock.malformed': ['gap', 'A mix.lock that cannot be read.'],
  'hex.rebar-lock.malformed': ['gap', 'A rebar.lock that cannot be read.'],
  'julia.manifest.malformed': ['gap', 'The Manifest.toml of a Julia project cannot be read.'],
  'lockfile.too-many-packages': ['gap', 'A lockfile names more packages than are read.'],
  'maven.archive.damaged': ['gap', 'A Java archive is broken.'],
  'maven.archive.entry-odd': [
    'note',
    'An entry of a Java archive has a name or form that Java would not take.',
  ],
  'maven.archive.entry-unreadable': ['note', 'An entry of a Java archive cannot be inflated.'],
  'maven.archive.too-deep': ['gap', 'Archives in archives deeper than the limit archiveDepth.'],
  'maven.archive.too-large': ['gap', 'An archive inside an archive is over its limit.'],
  'maven.archive.unidentified': ['note', 'A Java archive that nothing identifies.'],
  'maven.archive.unreadable': ['gap', 'A Java archive that is no zip.'],
  'maven.manifest.malformed': ['gap', 'A MANIFEST.MF that cannot be read.'],
  'maven.sbom.malformed': ['gap', 'The SBOM inside a Java archive cannot be read.'],
  'npm.bun-lock.malformed': ['gap', 'A bun.lock that cannot be read.'],
  'npm.bun-lockb.unread': ['note', 'The binary lockfile of old bun is not read; bun.lock is.'],
  'npm.deno-lock.malformed': ['gap', 'A deno.lock that cannot be read.'],
  'npm.package-json.malformed': ['gap', 'The package.json of an installed package cannot be read.'],
  'npm.package-json.odd-name': [
    'gap',
    'A package.json whose name or version no npm package can have.',
  ],
  'npm.package-lock.malformed': ['gap', 'A package-lock.json that cannot be read.'],
  'npm.pnpm-lock.unknown': ['gap', 'A pnpm-lock.yaml of a version that is not known.'],
  'npm.yarn-lock.malformed': ['gap', 'A yarn.lock that cannot be read.'],
  'nuget.deps-json.malformed': ['gap', 'The deps.json of a .NET program cannot be read.'],
  'nuget.packages-config.malformed': ['gap', 'A packages.config that cannot be read.'],
  'nuget.packages-lock.malformed': ['gap', 'A packages.lock.json that cannot be read.'],
  'pub.pubspec-lock.malformed': ['gap', 'A pubspec.lock that cannot be read.'],
  'pypi.metadata.incomplete': ['gap', 'An installed distribution without a name or version.'],
  'pypi.pipfile-lock.malformed': ['gap', 'A Pipfile.lock that cannot be read.'],
  'pypi.pdm-lock.malformed': ['gap', 'A pdm.lock that cannot be read.'],
  'pypi.poetry-lock.malformed': ['gap', 'A poetry.lock that cannot be read.'],
  'pypi.pylock.malformed': ['gap', 'A pylock.toml that cannot be read.'],
  'pypi.uv-lock.malformed': ['gap', 'A uv.lock that cannot be read.'],
  'pypi.requirements.includes': [
    'note',
    'A requirements.txt that includes others, which were not followed.',
  ],
  'pypi.requirements.unpinned': [
    'note',
    'Requirements without an exact version: what is installed is not said there.',
  ],
  'rpm.container-manifest.odd-lines': [
    'gap',
    "Lines of Mariner's package list that cannot be read.",
  ],
  'rpm.content-sets.unreadable': ['gap', "The list of Red Hat's repositories cannot be read."],
  'rpm.database.damaged': [
    'gap',
    'The rpm database is damaged; what could be read is in the report.',
  ],
  'rpm.database.log-alone': ['gap', 'The write-ahead log of an rpm database without the database.'],
  'rpm.database.unknown-format': ['gap', 'An rpm database of a form that is not known.'],
  'swift.package-resolved.malformed': ['gap', 'A Package.resolved that cannot be read.'],
};
