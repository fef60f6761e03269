import './vulnerabilities.css';
import type { ReactNode } from 'react';
import type { Epss } from '../../../api/contract/index.ts';

/** Known to be exploited. https://www.cisa.gov/known-exploited-vulnerabilities-catalog */
export function KevMark(): ReactNode {
  return (
    <abbr className="kev-mark" title="Known to be exploited: in CISA’s catalog">
      KEV
    </abbr>
  );
}

const PER_CENT = 100;

/** How likely it is exploited within 30 days. https://www.first.org/epss/ */
export function EpssValue({ epss }: { readonly epss: Epss }): ReactNode {
  const { probability, percentile } = epss;
  const above = (percentile * PER_CENT).toFixed(0);
  return (
    <span title={`Exploited within 30 days with this probability; higher than ${above} % of all`}>
      {percentText(probability)}
    </span>
  );
}

/** `94 %`, `0.4 %`, `< 0.1 %`: as exact as it is of use. */
export function percentText(share: number): string {
  const percent = share * PER_CENT;
  if (percent >= 1) return `${percent.toFixed(0)} %`;
  return percent < 0.1 ? '< 0.1 %' : `${percent.toFixed(1)} %`;
}
