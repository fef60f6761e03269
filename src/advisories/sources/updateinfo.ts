import type { Affected } from '../../model/index.ts';
import { formatEvr } from '../../ecosystems/index.ts';
import { skipped } from '../diagnostics.ts';
import { severityByLabel } from '../severity.ts';
import type { XmlElement, XmlHandler } from '../xml.ts';
import { bareAdvisory } from './parsed-feed.ts';
import type { AdvisorySink } from './parsed-feed.ts';

/** Whose errata they are. */
export interface UpdateinfoOrigin {
  /** The feed: `amazon-alas`. */
  readonly source: string;
  /** `Amazon Linux:2023`. */
  readonly namespace: string;
  /** Who rates: `Amazon`. */
  readonly rater: string;
}

/** `ALAS2-2018-939`, `ALAS2023-2023-001`. */
const ID = /^[A-Z][\w.:+-]{3,63}$/;

const CVE = /^CVE-\d{4}-\d{4,12}$/;

/** The largest real erratum, of a kernel, lists some 200. */
const PACKAGES = 100_000;

interface Update {
  readonly isSecurity: boolean;
  readonly texts: Map<string, string>;
  readonly cves: Set<string>;
  readonly references: Set<string>;
  /** Fixed versions by package name. */
  readonly fixes: Map<string, Set<string>>;
  modified: string;
  published: string;
  packages: number;
  isBroken: boolean;
}

/**
 * Reads a repository's `updateinfo.xml`: one advisory for each erratum on security. The same erratum
 * stands in the repositories of all architectures with the same versions: those of one are read, and
 * the packages of all are meant.
 *
 * https://github.com/rpm-software-management/createrepo_c (update information)
 */
export function updateinfoHandler(
  origin: UpdateinfoOrigin,
  sink: AdvisorySink,
  path: string,
): XmlHandler {
  let update: Update | undefined;
  let texts = '';
  let count = 0;
  return {
    open(element) {
      texts = '';
      if (element.name === 'update') {
        update = startUpdate(element);
        count += 1;
      } else if (update) take(element, update);
    },
    text(text) {
      texts += text;
    },
    close(name) {
      if (update && name !== 'update') {
        if (TEXTS.has(name) && !update.texts.has(name)) update.texts.set(name, texts.trim());
      } else if (update) {
        finishUpdate(update, origin, sink, `${path}#${update.texts.get('id') || count}`);
        update = undefined;
      }
      texts = '';
    },
  };
}

/** The first of each counts: `title` and `name` come again within lists. */
const TEXTS: ReadonlySet<string> = new Set(['id', 'title', 'severity', 'description']);

function startUpdate({ attributes }: XmlElement): Update {
  return {
    isSecurity: (attributes['type'] ?? 'security') === 'security',
    texts: new Map(),
    cves: new Set(),
    references: new Set(),
    fixes: new Map(),
    modified: '',
    published: '',
    packages: 0,
    isBroken: false,
  };
}

function take({ name, attributes }: XmlElement, update: Update): void {
  switch (name) {
    case 'issued':
      update.published = dateOf(attributes['date']);
      break;
    case 'updated':
      update.modified = dateOf(attributes['date']);
      break;
    case 'reference': {
      const { id = '', href = '' } = attributes;
      if (CVE.test(id)) update.cves.add(id);
      if (href !== '') update.references.add(href);
      break;
    }
    case 'package':
      takePackage(attributes, update);
      break;
    default:
  }
}

function takePackage(attributes: XmlElement['attributes'], update: Update): void {
  const { name = '', version = '', release = '', epoch = '0' } = attributes;
  update.packages += 1;
  if (name === '' || version === '' || update.packages > PACKAGES || !/^\d{0,9}$/.test(epoch)) {
    update.isBroken = true;
    return;
  }
  const fixed = formatEvr(Number(epoch), version, release);
  const known = update.fixes.get(name);
  if (known) known.add(fixed);
  else update.fixes.set(name, new Set([fixed]));
}

function finishUpdate(
  update: Update,
  origin: UpdateinfoOrigin,
  sink: AdvisorySink,
  path: string,
): void {
  if (!update.isSecurity) return;
  const id = update.texts.get('id') ?? '';
  if (!ID.test(id)) {
    const message = `has no usable id: "${id.slice(0, 80)}"`;
    return sink.skip(skipped('advisory.updateinfo.no-id', message, path));
  }
  if (update.isBroken) {
    const message = `${id} lists a package without a name or version, or more than ${PACKAGES}`;
    return sink.skip(skipped('advisory.updateinfo.bad-package', message, path));
  }
  const severity = severityByLabel(update.texts.get('severity') ?? '');
  sink.advisory(
    bareAdvisory({
      id,
      source: origin.source,
      upstream: [...update.cves],
      summary: update.texts.get('title') ?? '',
      details: update.texts.get('description') ?? '',
      severities: severity ? [{ source: origin.rater, severity }] : [],
      published: update.published,
      modified: update.modified || update.published,
      references: [...update.references],
      affected: [...update.fixes].flatMap(([name, fixes]) =>
        [...fixes].map((fixed) => affectedOf(origin.namespace, name, fixed)),
      ),
    }),
  );
}

function affectedOf(namespace: string, name: string, fixed: string): Affected {
  return {
    ecosystem: 'rpm',
    namespace,
    name,
    ranges: [
      [
        { kind: 'introduced', version: '0' },
        { kind: 'fixed', version: fixed },
      ],
    ],
    versions: [],
    status: 'fix_available',
    architectures: [],
  };
}

/** `2018-01-11 21:05`, in UTC. */
function dateOf(text = ''): string {
  const [, day, minutes] = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d))?/.exec(text) ?? [];
  return day === undefined ? '' : `${day}T${minutes ?? '00:00'}:00Z`;
}
