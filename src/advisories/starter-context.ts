import type { VulnerabilityContext } from '../model/index.ts';

/**
 * Which vulnerabilities of the starter feed are in CISA's catalog of known exploited ones, since when,
 * and whether ransomware is known to use them. State of the catalog of 2025-08-25; a test compares.
 *
 * https://www.cisa.gov/known-exploited-vulnerabilities-catalog
 */
const EXPLOITED: readonly (readonly [id: string, addedAt: string, use?: 'ransomware'])[] = [
  ['CVE-2014-0160', '2022-05-04'],
  ['CVE-2014-6271', '2022-01-28'],
  ['CVE-2017-5638', '2021-11-03', 'ransomware'],
  ['CVE-2019-10149', '2022-01-10'],
  ['CVE-2019-5418', '2025-07-07'],
  ['CVE-2020-15999', '2021-11-03'],
  ['CVE-2020-1938', '2022-03-03'],
  ['CVE-2021-3156', '2022-04-06'],
  ['CVE-2021-4034', '2022-06-27'],
  ['CVE-2021-41773', '2021-11-03', 'ransomware'],
  ['CVE-2021-44228', '2021-12-10', 'ransomware'],
  ['CVE-2021-45046', '2023-05-01', 'ransomware'],
  ['CVE-2022-0543', '2022-03-28'],
  ['CVE-2022-0847', '2022-04-25'],
  ['CVE-2022-22963', '2022-08-25'],
  ['CVE-2022-22965', '2022-04-04'],
  ['CVE-2023-44487', '2023-10-10'],
  ['CVE-2023-46604', '2023-11-02', 'ransomware'],
  ['CVE-2023-4863', '2023-09-13'],
  ['CVE-2023-4911', '2023-11-21'],
  ['CVE-2023-5217', '2023-10-02'],
];

/** What a first run knows of vulnerabilities beside the advisories. EPSS is not: it is of one day. */
export const STARTER_CONTEXT: ReadonlyMap<string, VulnerabilityContext> = new Map(
  EXPLOITED.map(([id, addedAt, use]) => [
    id,
    {
      severities: [],
      weaknesses: [],
      isRejected: false,
      kev: { addedAt, usedByRansomware: use === 'ransomware' },
    },
  ]),
);
