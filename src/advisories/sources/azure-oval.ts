import type { Advisory, Affected, RangeEvent, VendorStatus } from '../../model/index.ts';
import { skipped } from '../diagnostics.ts';
import { severityByLabel } from '../severity.ts';
import type { XmlElement, XmlHandler } from '../xml.ts';
import { bareAdvisory } from './parsed-feed.ts';
import type { AdvisorySink } from './parsed-feed.ts';

const CVE = /^CVE-\d{4}-\d{4,12}$/;

/** `oval:com.microsoft.azurelinux:def:38656`. */
const DEFINITION = /^oval:com\.microsoft\.[\w.-]{1,40}:def:(\d{1,12})$/;

/** Definitions, and objects and states that they point to; the largest real file has 7,300 of each. */
const MOST = 500_000;

/** `0:0.0.0.azl3`: how a definition says that all versions from the first are meant. */
const FROM_THE_FIRST = /^0(?:\.0)*(?:\.(?:azl|cm)\d+)?$/;

interface Definition {
  readonly id: string;
  readonly texts: Map<string, string>;
  readonly cves: Set<string>;
  readonly references: Set<string>;
  readonly tests: string[];
  /** Of its criteria: `AND`, where all tests have to hold. */
  readonly operators: Set<string>;
}

interface Document {
  readonly definitions: Definition[];
  readonly tests: Map<string, { object: string; state: string }>;
  /** Names of packages. */
  readonly objects: Map<string, string>;
  readonly states: Map<string, { operation: string; evr: string }>;
}

/**
 * Reads Microsoft's OVAL file of one release of Azure Linux or CBL-Mariner: an advisory for each
 * definition, which is of one vulnerability in one source package. Definitions stand before what they
 * point to, so that all are told at the end of the file.
 *
 * https://github.com/microsoft/AzureLinuxVulnerabilityData
 */
export function azureOvalHandler(release: string, sink: AdvisorySink, path: string): XmlHandler {
  const document: Document = {
    definitions: [],
    tests: new Map(),
    objects: new Map(),
    states: new Map(),
  };
  let owner = '';
  let texts = '';
  return {
    open(element) {
      texts = '';
      if (element.attributes['id'] !== undefined) owner = element.attributes['id'];
      take(element, owner, document);
    },
    text(text) {
      texts += text;
    },
    close(name) {
      finish(name, texts.trim(), owner, document);
      texts = '';
      if (name === 'oval_definitions') tell(document, release, sink, path);
    },
  };
}

function take({ name, attributes }: XmlElement, owner: string, document: Document): void {
  const { definitions, tests } = document;
  if (name === 'definition' && definitions.length < MOST) definitions.push(startDefinition(owner));
  if (name === 'rpminfo_test' && tests.size < MOST) tests.set(owner, { object: '', state: '' });
  const definition = definitions.at(-1);
  if (definition) define(name, attributes, definition);
  point(name, attributes, owner, document);
}

function define(
  name: string,
  attributes: XmlElement['attributes'],
  { cves, references, tests, operators }: Definition,
): void {
  switch (name) {
    case 'reference':
      cves.add(attributes['ref_id'] ?? '');
      references.add(attributes['ref_url'] ?? '');
      break;
    case 'criterion':
      tests.push(attributes['test_ref'] ?? '');
      break;
    case 'criteria':
      operators.add(attributes['operator'] ?? 'AND');
      break;
    default:
  }
}

/** What a test points to, and how a state compares. */
function point(
  name: string,
  attributes: XmlElement['attributes'],
  owner: string,
  { tests, states }: Document,
): void {
  const test = tests.get(owner);
  if (name === 'object' && test) test.object = attributes['object_ref'] ?? '';
  if (name === 'state' && test) test.state = attributes['state_ref'] ?? '';
  if (name === 'evr' && states.size < MOST) {
    states.set(owner, { operation: attributes['operation'] ?? '', evr: '' });
  }
}

const TEXTS: ReadonlySet<string> = new Set([
  'title',
  'patchable',
  'advisory_date',
  'severity',
  'description',
]);

function finish(name: string, text: string, owner: string, document: Document): void {
  if (TEXTS.has(name)) document.definitions.at(-1)?.texts.set(name, text);
  const state = document.states.get(owner);
  if (name === 'evr' && state) state.evr = text.replace(/^0:/, '');
  if (name === 'name' && document.objects.size < MOST) document.objects.set(owner, text);
}

function startDefinition(id: string): Definition {
  return {
    id,
    texts: new Map(),
    cves: new Set(),
    references: new Set(),
    tests: [],
    operators: new Set(),
  };
}

function tell(document: Document, release: string, sink: AdvisorySink, path: string): void {
  for (const definition of document.definitions) {
    const advisory = advisoryOf(definition, document, release);
    if (advisory) sink.advisory(advisory);
    else {
      const message = 'has no CVE, or its criteria are not of one package and its versions';
      sink.skip(skipped('advisory.oval.bad-definition', message, `${path}#${definition.id}`));
    }
  }
}

function advisoryOf(
  definition: Definition,
  document: Document,
  release: string,
): Advisory | undefined {
  const { texts, references } = definition;
  const number = DEFINITION.exec(definition.id)?.[1];
  const cves = [...definition.cves].filter((id) => CVE.test(id));
  const affected = affectedOf(definition, document, release);
  if (number === undefined || cves.length === 0 || affected === undefined) return undefined;
  const date = texts.get('advisory_date') ?? '';
  return bareAdvisory({
    id: `AZL-${number}`,
    source: 'azurelinux-oval',
    upstream: cves,
    details: texts.get('description') ?? '',
    modified: Number.isNaN(Date.parse(date)) ? '' : date,
    references: [...references].filter((url) => url !== ''),
    affected: [affected],
  });
}

function affectedOf(
  { texts, tests, operators }: Definition,
  document: Document,
  release: string,
): Affected | undefined {
  const read = tests.map((test) => readTest(test, document));
  const names = new Set(read.map((one) => one?.name));
  const [name] = names;
  const events = read.flatMap((one) => one?.event ?? []);
  if (
    [...operators].join() !== 'AND' ||
    name === undefined ||
    names.size > 1 ||
    events.length < tests.length
  ) {
    return undefined;
  }
  const status = statusOf(texts.get('patchable') ?? '', events);
  const severity = severityByLabel(texts.get('severity') ?? '');
  return {
    ecosystem: 'rpm',
    namespace: `Azure Linux:${release}`,
    name,
    ranges: status === 'not_affected' ? [] : [inOrder(events)],
    versions: [],
    status,
    ...(severity && { severity: { source: 'Azure Linux', severity } }),
    architectures: [],
  };
}

function readTest(
  id: string,
  { tests, objects, states }: Document,
): { readonly name: string; readonly event: RangeEvent } | undefined {
  const test = tests.get(id);
  const name = test && objects.get(test.object);
  const state = test && states.get(test.state);
  const event = state && eventOf(state);
  return name && event ? { name, event } : undefined;
}

/** The start that is left out itself has no event of its own: nothing was ever built with it. */
function eventOf({ operation, evr }: { operation: string; evr: string }): RangeEvent | undefined {
  if (evr === '') return undefined;
  switch (operation) {
    case 'less than':
      return { kind: 'fixed', version: evr };
    case 'less than or equal':
      return { kind: 'lastAffected', version: evr };
    case 'greater than':
    case 'greater than or equal':
      return { kind: 'introduced', version: FROM_THE_FIRST.test(evr) ? '0' : evr };
    default:
      return undefined;
  }
}

function inOrder(events: readonly RangeEvent[]): readonly RangeEvent[] {
  const starts = events.filter(({ kind }) => kind === 'introduced');
  const ends = events.filter(({ kind }) => kind !== 'introduced');
  return [
    ...(starts.length > 0 ? starts : [{ kind: 'introduced', version: '0' } as const]),
    ...ends,
  ];
}

/** `Not Applicable` takes back what was said before. */
function statusOf(patchable: string, events: readonly RangeEvent[]): VendorStatus {
  if (/^not applicable$/i.test(patchable)) return 'not_affected';
  const isPatched = !/^false$/i.test(patchable) && events.some(({ kind }) => kind === 'fixed');
  return isPatched ? 'fix_available' : 'affected';
}
