import type { VectorWord } from '../../model/index.ts';

/** Metric, what it is about, and its values in words. */
type Metrics = Readonly<
  Record<string, readonly [VectorWord['about'], Readonly<Record<string, string>>]>
>;

/** https://www.first.org/cvss/v2/guide, section 2.1 */
const VERSION_2: Metrics = {
  AV: ['attack', { L: 'access to the machine', A: 'the neighbouring network', N: 'network' }],
  AC: ['attack', { H: 'rare conditions', M: 'some conditions', L: 'no special conditions' }],
  Au: ['attack', { M: 'more than one login', S: 'one login', N: 'no login' }],
  C: ['effect', { N: 'reads nothing', P: 'reads some data', C: 'reads all data' }],
  I: ['effect', { N: 'changes nothing', P: 'changes some data', C: 'changes everything' }],
  A: [
    'effect',
    { N: 'does not disturb service', P: 'slows or interrupts service', C: 'stops service' },
  ],
};

/** https://www.first.org/cvss/v3-1/specification-document, section 2 */
const VERSION_3: Metrics = {
  AV: [
    'attack',
    {
      N: 'network',
      A: 'the neighbouring network',
      L: 'access to the machine',
      P: 'the machine in their hands',
    },
  ],
  AC: ['attack', { L: 'no special conditions', H: 'conditions beyond their control' }],
  PR: ['attack', { N: 'no login', L: 'a user’s login', H: 'an administrator’s login' }],
  UI: ['attack', { N: 'nobody’s help', R: 'somebody to do something' }],
  S: ['effect-beyond', { U: 'stays in the component', C: 'reaches beyond the component' }],
  C: ['effect', { N: 'reads nothing', L: 'reads some data', H: 'reads all data' }],
  I: ['effect', { N: 'changes nothing', L: 'changes some data', H: 'changes everything' }],
  A: [
    'effect',
    { N: 'does not disturb service', L: 'slows or interrupts service', H: 'stops service' },
  ],
};

/** https://www.first.org/cvss/v4-0/specification-document, section 2 */
const VERSION_4: Metrics = {
  AV: VERSION_3['AV'] ?? ['attack', {}],
  AC: ['attack', { L: 'no defences to get around', H: 'a way around defences' }],
  AT: ['attack', { N: 'no special conditions', P: 'conditions of the target' }],
  PR: VERSION_3['PR'] ?? ['attack', {}],
  UI: [
    'attack',
    {
      N: 'nobody’s help',
      P: 'somebody who uses it as usual',
      A: 'somebody to do something unusual',
    },
  ],
  VC: VERSION_3['C'] ?? ['effect', {}],
  VI: VERSION_3['I'] ?? ['effect', {}],
  VA: VERSION_3['A'] ?? ['effect', {}],
  SC: [
    'effect-beyond',
    {
      N: 'reads nothing of other systems',
      L: 'reads some data of other systems',
      H: 'reads all data of other systems',
    },
  ],
  SI: [
    'effect-beyond',
    {
      N: 'changes nothing in other systems',
      L: 'changes some data in other systems',
      H: 'changes everything in other systems',
    },
  ],
  SA: [
    'effect-beyond',
    {
      N: 'does not disturb other systems',
      L: 'slows or interrupts other systems',
      H: 'stops other systems',
    },
  ],
};

const VERSIONS: readonly (readonly [prefix: string, version: string, metrics: Metrics])[] = [
  ['CVSS:4.0/', '4.0', VERSION_4],
  ['CVSS:3.1/', '3.1', VERSION_3],
  ['CVSS:3.0/', '3.0', VERSION_3],
  ['', '2.0', VERSION_2],
];

/** The base metrics of a CVSS vector in words, in the order of the specification; none of another text. */
export function vectorInWords(vector: string): {
  readonly version?: string;
  readonly words: readonly VectorWord[];
} {
  const [prefix = '', version = '', metrics = {}] =
    VERSIONS.find(([start]) => vector.startsWith(start)) ?? [];
  const said = new Map(
    vector
      .slice(prefix.length)
      .split('/')
      .map((part) => part.split(':'))
      .map(([metric = '', value = '']) => [metric, value]),
  );
  const words = Object.entries(metrics).flatMap(([metric, [about, values]]): VectorWord[] => {
    const value = said.get(metric) ?? '';
    const text = Object.hasOwn(values, value) ? values[value] : undefined;
    return text === undefined ? [] : [{ metric, value, about, words: text }];
  });
  return words.length === 0 ? { words } : { version, words };
}
