import type { ReactNode } from 'react';
import { Missing } from '../../design/error-state.tsx';
import { CompareTab } from './tabs/compare-tab.tsx';
import { ConfigTab } from './tabs/config-tab.tsx';
import { FixesTab } from './tabs/fixes-tab.tsx';
import { HistoryTab } from './tabs/history-tab.tsx';
import { PackagesTab } from './packages/packages-tab.tsx';
import { ReportsTab } from './tabs/reports-tab.tsx';
import { VulnerabilitiesTab } from './findings/vulnerabilities-tab.tsx';
import type { ShownImage } from './shown-image.ts';
import { WaitingForResult } from './states/waiting-for-result.tsx';

/** The tab of the address. Tabs that show a result say what is with it while there is none. */
export function ImageTab({
  image,
  tab = '',
}: {
  readonly image: ShownImage;
  readonly tab: string | undefined;
}): ReactNode {
  const { analysis, shown } = image;
  const isWaiting = NEEDS_RESULT.has(tab) && analysis && shown?.result?.summary === undefined;
  return (
    <section aria-label={TITLES[tab] ?? tab}>
      {isWaiting ? <WaitingForResult image={image} /> : contentOf(tab, image)}
    </section>
  );
}

function contentOf(tab: string, image: ShownImage): ReactNode {
  switch (tab) {
    case '':
      return <VulnerabilitiesTab image={image} />;
    case 'fixes':
      return <FixesTab image={image} />;
    case 'packages':
      return <PackagesTab image={image} />;
    case 'config':
      return <ConfigTab image={image} />;
    case 'compare':
      return <CompareTab image={image} />;
    case 'sbom':
      return <ReportsTab image={image} />;
    case 'history':
      return <HistoryTab image={image} />;
    default:
      return <Missing />;
  }
}

const TITLES: Readonly<Record<string, string>> = {
  '': 'Vulnerabilities',
  fixes: 'Bases and versions to go to',
  packages: 'Packages',
  config: 'Config and files',
  compare: 'Compare',
  sbom: 'SBOM and reports',
  history: 'History',
};

/** Of what an image says of itself, and what was done with it, something is there at once. */
const NEEDS_RESULT: ReadonlySet<string> = new Set(['', 'fixes', 'packages', 'compare', 'sbom']);
