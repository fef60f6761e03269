import './platforms.css';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { PlatformAnalysis } from '../../../../api/contract/index.ts';
import { SeverityCounts } from '../../../design/severity.tsx';
import { StateBadge } from '../../../design/state-badge.tsx';
import { countsOf } from '../counts.ts';
import type { ShownImage } from '../shown-image.ts';

/** What each platform of an index has; nothing for an image of one. */
export function Platforms({ image }: { readonly image: ShownImage }): ReactNode {
  const platforms = image.analysis?.platforms ?? [];
  if (platforms.length < 2) return null;
  return (
    <section className="platforms" aria-labelledby="platforms">
      <h2 id="platforms">Platforms</h2>
      <table aria-labelledby="platforms">
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Platform</th>
            <th scope="col">Vulnerabilities or state</th>
          </tr>
        </thead>
        <tbody>
          {platforms.map((each) => (
            <PlatformRow
              key={each.digest}
              platform={each}
              isShown={each.digest === image.shown?.digest}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function PlatformRow(props: {
  readonly platform: PlatformAnalysis;
  readonly isShown: boolean;
}): ReactNode {
  const { platform, isShown } = props;
  const { summary, state } = platform.result ?? {};
  return (
    <tr className={isShown ? 'platforms-shown' : undefined}>
      <th scope="row">
        <Link
          to="."
          search={(old) => ({
            ...old,
            platform: platform.platform,
            layer: undefined,
            open: undefined,
          })}
          resetScroll={false}
          aria-current={isShown ? 'true' : undefined}
        >
          {platform.platform}
        </Link>
      </th>
      <td>
        {summary && (state?.kind === 'complete' || summary.vulnerabilities > 0) ? (
          <SeverityCounts counts={countsOf(summary)} />
        ) : (
          <StateBadge state={platform.state} />
        )}
      </td>
    </tr>
  );
}
