import type { Affected } from '../../model/index.ts';
import { skipped } from '../diagnostics.ts';
import { moduleStreamsOf } from '../module-stream.ts';
import { severityByLabel } from '../severity.ts';
import type { XmlElement, XmlHandler } from '../xml.ts';
import { bareAdvisory } from './parsed-feed.ts';
import type { AdvisorySink } from './parsed-feed.ts';

const ID = /^ELSA-\d{4}-[\w-]{1,32}$/;
const CVE = /^CVE-\d{4}-\d{4,12}$/;

/** Packages of an erratum, by architecture; a kernel has some 200. */
const FIXES = 100_000;

/** What the criteria around a test say: where it holds. */
interface Condition {
  readonly release: string;
  readonly architecture: string;
  readonly module: string;
}

interface Fix extends Condition {
  readonly name: string;
  readonly version: string;
}

interface Definition {
  readonly texts: Map<string, string>;
  readonly cves: Set<string>;
  readonly references: string[];
  readonly fixes: Fix[];
  /** Of the criteria that are open, the innermost last. */
  readonly conditions: Condition[];
  id: string;
  published: string;
}

const EVERYWHERE: Condition = { release: '', architecture: '', module: '' };

/**
 * Reads Oracle's OVAL: one advisory for each erratum. What a test means stands in its comment, which
 * Oracle has written the same way since 2006; tests, objects and states at the end say it again.
 *
 * https://linux.oracle.com/security/oval/
 */
export function oracleOvalHandler(sink: AdvisorySink, path: string): XmlHandler {
  let definition: Definition | undefined;
  let text = '';
  return {
    open(element) {
      text = '';
      if (element.name === 'definition') definition = startDefinition();
      else if (definition) take(element, definition);
    },
    text(part) {
      text += part;
    },
    close(name) {
      if (name === 'definition' && definition) {
        finish(definition, sink, path);
        definition = undefined;
      } else if (name === 'criteria') definition?.conditions.pop();
      else if (TEXTS.has(name)) definition?.texts.set(name, text.trim());
      text = '';
    },
  };
}

const TEXTS: ReadonlySet<string> = new Set(['title', 'description', 'severity']);

function startDefinition(): Definition {
  return {
    texts: new Map(),
    cves: new Set(),
    references: [],
    fixes: [],
    conditions: [],
    id: '',
    published: '',
  };
}

function take({ name, attributes }: XmlElement, definition: Definition): void {
  const { comment = '', date = '' } = attributes;
  switch (name) {
    case 'reference':
      takeReference(attributes, definition);
      break;
    case 'issued':
      if (/^\d{4}-\d\d-\d\d$/.test(date)) definition.published = `${date}T00:00:00Z`;
      break;
    case 'criteria':
      definition.conditions.push(definition.conditions.at(-1) ?? EVERYWHERE);
      break;
    case 'criterion':
      takeCriterion(comment, definition);
      break;
    default:
  }
}

function takeReference(attributes: XmlElement['attributes'], definition: Definition): void {
  const { source, ref_id: id = '', ref_url: url = '' } = attributes;
  if (source === 'elsa') definition.id = id;
  if (CVE.test(id)) definition.cves.add(id);
  if (url !== '') definition.references.push(url);
}

const CONDITIONS: readonly (readonly [keyof Condition, RegExp])[] = [
  ['release', /^Oracle Linux (\d{1,2}) is installed$/],
  ['architecture', /^Oracle Linux arch is (\w{1,16})$/],
  ['module', /^Module ([\w.+-]{1,64}:[\w.+-]{1,64}) is enabled$/],
];

/** A test within criteria that all must hold is a condition of everything that follows in them. */
function takeCriterion(comment: string, { conditions, fixes }: Definition): void {
  const around = conditions.pop() ?? EVERYWHERE;
  const held = CONDITIONS.flatMap(([key, pattern]) => {
    const value = pattern.exec(comment)?.[1];
    return value === undefined ? [] : [{ [key]: value }];
  });
  conditions.push(Object.assign({}, around, ...held));
  const [, name, version] =
    /^([\w.+-]{1,200}) is earlier than ([\w.:+~^-]{1,200})$/.exec(comment) ?? [];
  if (name !== undefined && version !== undefined && fixes.length <= FIXES) {
    fixes.push({ ...around, name, version: version.replace(/^0:/, '') });
  }
}

function finish(definition: Definition, sink: AdvisorySink, path: string): void {
  const { id, texts, cves, fixes, references, published } = definition;
  const title = texts.get('title') ?? '';
  const where = `${path}#${id}`;
  if (!ID.test(id)) {
    const message = `"${title.slice(0, 80)}" has no usable id`;
    return sink.skip(skipped('advisory.oval.no-id', message, where));
  }
  if (fixes.length > FIXES || fixes.some(({ release }) => release === '')) {
    const message = `${id} names a package of no release, or more than ${FIXES}`;
    return sink.skip(skipped('advisory.oval.bad-criteria', message, where));
  }
  const summary = title.replace(/^ELSA-[\w-]+:\s*/, '');
  const severity = severityByLabel(texts.get('severity') ?? '');
  sink.advisory(
    bareAdvisory({
      id,
      source: 'oracle-elsa',
      upstream: [...cves],
      summary,
      details: texts.get('description') ?? '',
      severities: severity ? [{ source: 'Oracle', severity }] : [],
      published,
      modified: published,
      references,
      affected: affectedBy(fixes, summary),
    }),
  );
}

/** Where every architecture has one fix, which nearly all have, all are meant. */
function affectedBy(fixes: readonly Fix[], title: string): readonly Affected[] {
  const byPackage = Map.groupBy(fixes, ({ release, module, name }) =>
    [release, module, name].join('\n'),
  );
  return [...byPackage.values()].flatMap((own) => {
    const byVersion = Map.groupBy(own, ({ version }) => version);
    return [...byVersion].flatMap(([version, same]) => {
      const architectures = byVersion.size === 1 ? [] : same.map((fix) => fix.architecture);
      return same.slice(0, 1).flatMap((fix) => entriesOf(fix, version, architectures, title));
    });
  });
}

function entriesOf(
  { release, module, name }: Fix,
  version: string,
  architectures: readonly string[],
  title: string,
): readonly Affected[] {
  const entry: Affected = {
    ecosystem: 'rpm',
    namespace: `Oracle Linux:${release}`,
    name,
    ranges: [
      [
        { kind: 'introduced', version: '0' },
        { kind: 'fixed', version },
      ],
    ],
    versions: [],
    status: 'fix_available',
    architectures: [...new Set(architectures)],
  };
  const streams = module === '' ? moduleStreamsOf(title, [version]) : [module];
  return streams.length === 0 ? [entry] : streams.map((stream) => ({ ...entry, module: stream }));
}
