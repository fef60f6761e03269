import { Link, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Vulnerability } from '../../../api/contract/index.ts';
import { addressOf } from '../../data/address-of.ts';
import { useList } from '../../data/operation.ts';
import { useSession } from '../../data/session.ts';
import { useSetSearch } from '../../data/set-search.ts';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { ExportFiles } from '../../design/export-files.tsx';
import { FilterBar, FilterToggle } from '../../design/filter-bar.tsx';
import { Section } from '../../design/page.tsx';
import { MY_IMAGE_COLUMNS } from './my-image-columns.tsx';
import { affectedText, counted, myImageRows } from './my-image-rows.ts';

/** Is it mine: which of the images that one may see have it, where in them, and what fixes it. */
export function MyImages({ known }: { readonly known: Vulnerability }): ReactNode {
  const session = useSession();
  if (session.kind === 'anonymous') {
    return (
      <Section title="My images">
        <p className="muted">
          <Link to="/sign-in" search={{ returnTo: `/vulnerabilities/${known.id}` }}>
            Sign in
          </Link>
          , and the images that you may see and that have it are listed here.
        </p>
      </Section>
    );
  }
  return <Mine id={known.id} />;
}

function Mine({ id }: { readonly id: string }): ReactNode {
  const { fixable } = useSearch({ from: '/vulnerabilities/$id' });
  const set = useSetSearch();
  const asked = { id, ...(fixable === 'yes' && { fixable: 'true' as const }) };
  const list = useList('listVulnerabilityImages', asked);
  const counts = list.first?.counts;
  if (list.error && !list.items) {
    return (
      <Section title="My images">
        <ErrorState error={list.error} onRetry={list.refetch} />
      </Section>
    );
  }
  return (
    <Section title="My images" lead={counts && <Answer counts={counts} />}>
      {counts?.affected !== 0 && (
        <>
          <FilterBar
            label="My images that have it"
            actions={
              <ExportFiles
                addressOf={(format) => addressOf('exportVulnerabilityImages', { ...asked, format })}
              />
            }
          >
            <FilterToggle
              label="Fixable"
              isOn={fixable === 'yes'}
              onChange={(isOn) => set({ fixable: isOn ? 'yes' : undefined })}
            />
          </FilterBar>
          <DataTable
            label={`My images that have ${id}`}
            columns={MY_IMAGE_COLUMNS}
            rows={list.items && myImageRows(list.items)}
            keyOf={({ key }) => key}
            more={list}
            empty={<EmptyState title="Nothing fits">Take away the filter.</EmptyState>}
          />
        </>
      )}
    </Section>
  );
}

type Counts = Parameters<typeof affectedText>[0] & {
  readonly checked: number;
  readonly notAffected: number;
};

function Answer({ counts }: { readonly counts: Counts }): ReactNode {
  const { affected, checked, notAffected } = counts;
  if (checked === 0) {
    return 'No image that I may see has a report yet: push one where image analysis is active.';
  }
  return (
    <span role="status">
      <strong className={affected > 0 ? 'my-images-some' : undefined}>
        {affectedText(counts)}
      </strong>
      {' · '}
      {counted(checked, 'image')} checked, {notAffected.toLocaleString('en')} without it
    </span>
  );
}
