import type { ReactNode } from 'react';
import type { Vulnerability } from '../../../api/contract/index.ts';
import { Section } from '../../design/page.tsx';
import { SafeMarkdown } from '../../design/safe-markdown.tsx';
import { safeAddress } from '../../design/safe-address.ts';
import { Affected } from './affected.tsx';
import { Facts } from './facts.tsx';
import { Ratings } from './ratings.tsx';

/** What it is, where it is, how bad each source says that it is, and what else there is to read. */
export function WhatIsKnown({ known }: { readonly known: Vulnerability }): ReactNode {
  return (
    <div className="vulnerability-body">
      <div className="stack-wide">
        <Section title="Affected">
          <Affected known={known} />
        </Section>
        {known.details !== '' && (
          <Section title="Details">
            <SafeMarkdown text={known.details} />
          </Section>
        )}
        <References addresses={known.references} />
      </div>
      <div className="vulnerability-side">
        <Ratings known={known} />
        <Facts known={known} />
      </div>
    </div>
  );
}

function References({ addresses }: { readonly addresses: readonly string[] }): ReactNode {
  const safe = addresses.filter((address) => safeAddress(address) !== undefined);
  if (safe.length === 0) return null;
  return (
    <Section title="References">
      <ul className="references">
        {safe.map((address) => (
          <li key={address}>
            <a href={safeAddress(address)} rel="noopener noreferrer nofollow">
              {address}
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}
