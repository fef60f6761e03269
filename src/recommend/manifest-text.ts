import type { FixChange } from '../model/index.ts';

/** Text for a project's own file, for whoever does not change it by a command. */
export interface ManifestText {
  /** As people call it: `package.json`. */
  readonly file: string;
  readonly text: string;
}

/** Also for what others depend on: the text holds for the whole tree where its tool can do that. */
export function manifestText(ecosystem: string, change: FixChange): ManifestText | undefined {
  // What a name or version may be written of everywhere; others are nobody's to paste.
  if (!/^[\w@%+:~./-]+$/.test(change.name) || !/^[\w+:~.-]+$/.test(change.to)) return undefined;
  return MANIFESTS[ecosystem]?.(change);
}

const MANIFESTS: Readonly<Record<string, (change: FixChange) => ManifestText | undefined>> = {
  npm: ({ name, to }) => ({
    file: 'package.json',
    text: `"overrides": { "${name}": "^${to}" }`,
  }),
  pypi: ({ name, to }) => ({ file: 'requirements.txt', text: `${name}>=${to}` }),
  gem: ({ name, to }) => ({ file: 'Gemfile', text: `gem "${name}", ">= ${to}"` }),
  golang: ({ name, to }) =>
    name === 'stdlib'
      ? { file: 'go.mod', text: `toolchain go${to}` }
      : { file: 'go.mod', text: `require ${name} v${to.replace(/^v/, '')}` },
  cargo: ({ name, to }) => ({ file: 'Cargo.toml', text: `${name} = "${to}"` }),
  composer: ({ name, to }) => ({
    file: 'composer.json',
    text: `"require": { "${name}": "^${to.replace(/^v/, '')}" }`,
  }),
  nuget: ({ name, to }) => ({
    file: 'the project file',
    text: `<PackageReference Include="${name}" Version="${to}" />`,
  }),
  maven: ({ name, to }) => {
    const [group, artifact] = name.split(':');
    if (artifact === undefined) return undefined;
    const text = `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${to}</version></dependency>`;
    return { file: 'pom.xml, under dependencyManagement', text };
  },
};
