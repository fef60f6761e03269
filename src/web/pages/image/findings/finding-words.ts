import type { Finding } from '../../../../api/contract/index.ts';

export interface AffectedWords {
  /** As the advisory says. */
  readonly range: string;
  /** The upstream version that brought it, where the distribution only says all earlier ones. */
  readonly upstream: string | undefined;
}

/** Which versions are affected, from where on. */
export function affectedWords(
  finding: Pick<Finding, 'introduced' | 'upstreamIntroduced' | 'lastAffected'>,
): AffectedWords {
  const { introduced, upstreamIntroduced, lastAffected } = finding;
  const from =
    introduced === undefined || introduced === '0' ? 'all earlier' : `from ${introduced}`;
  const range = lastAffected === undefined ? from : `${from}, up to ${lastAffected}`;
  return { range, upstream: upstreamIntroduced };
}

const NO_FIX: Readonly<Record<string, string>> = {
  will_not_fix: 'will not be fixed',
  fix_deferred: 'fix deferred',
  end_of_life: 'end of life, no fix',
  under_investigation: 'under investigation',
};

/** In place of a version that fixes it. */
export function noFixWords({
  status,
  fixElsewhere,
}: Pick<Finding, 'status' | 'fixElsewhere'>): string {
  if (fixElsewhere) return `${fixElsewhere.version} in ${channelName(fixElsewhere.channel)}`;
  return NO_FIX[status] ?? 'no fix known';
}

/** `Ubuntu Pro` of `Ubuntu:Pro:20.04`: an advisory namespace as its product is called. */
function channelName(namespace: string): string {
  return namespace.split(':').slice(0, 2).join(' ');
}

/** `94 %`, `0.4 %`, `< 0.1 %`: a chance, by as many digits as say something. */
export function percentText(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return '< 0.1 %';
  return `${percent >= 10 ? percent.toFixed(0) : percent.toFixed(1)} %`;
}

const HIDDEN: Readonly<Record<string, string>> = {
  unimportant: 'its distribution calls it unimportant',
  'kernel-headers': 'only headers of the kernel are in the image, not the kernel',
  'under-investigation': 'its distribution still looks into it',
  'vex-not-affected': 'a VEX document says that this image is not affected',
  'vex-fixed': 'a VEX document says that it is fixed here',
};

/** Why a finding is left out of totals. */
export function hiddenWords(reason: string): string {
  return HIDDEN[reason] ?? reason.replaceAll('-', ' ');
}

const CONFIDENCE: Readonly<Record<Finding['confidence'], string>> = {
  exact: 'exact',
  derived: 'derived: the distribution may have fixed it in this version already',
  heuristic: 'heuristic: which package it is was concluded from its files',
};

export function confidenceWords(confidence: Finding['confidence']): string {
  return CONFIDENCE[confidence];
}
