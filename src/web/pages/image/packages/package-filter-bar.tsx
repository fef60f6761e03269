import type { ReactNode } from 'react';
import type { PackageFacets } from '../../../../api/contract/index.ts';
import { addressOf } from '../../../data/address-of.ts';
import { ExportFiles } from '../../../design/export-files.tsx';
import { FilterBar, FilterSelect, FilterToggle, SearchBox } from '../../../design/filter-bar.tsx';
import { LayerFilter, TypeFilter } from '../report-filters.tsx';
import type { ShownImage } from '../shown-image.ts';
import { useImageSearch } from '../use-image-search.ts';
import { licenceText } from './licence-text.ts';
import { packageFiltersOf } from './package-query.ts';

/** Everything that narrows the packages, each with how many it would show, and what is left as a file. */
export function PackageFilterBar(props: {
  readonly image: ShownImage;
  readonly facets: PackageFacets | undefined;
  readonly total: number | undefined;
}): ReactNode {
  const { image, facets, total } = props;
  const { search, show, refine } = useImageSearch();
  const filters = packageFiltersOf(search);
  return (
    <FilterBar label="Packages">
      <SearchBox label="Name of a package" value={search.q} onChange={(q) => refine({ q })} />
      <span className="findings-shown" role="status">
        {total !== undefined &&
          `${total.toLocaleString('en')} ${total === 1 ? 'package' : 'packages'} shown`}
      </span>
      <ExportFiles
        addressOf={(format) => addressOf('exportPackages', { ...image.ask, ...filters, format })}
      />
      <span className="findings-line" />
      <TypeFilter types={facets?.types ?? []} />
      <LicenceFilter licences={facets?.licenses ?? []} />
      <LayerFilter layers={facets?.layers ?? []} />
      <FilterToggle
        label="With findings"
        isOn={search.affected === 'yes'}
        {...(facets && { count: facets.affected })}
        onChange={(isOn) => show({ affected: isOn ? 'yes' : undefined })}
      />
    </FilterBar>
  );
}

function LicenceFilter(props: { readonly licences: PackageFacets['licenses'] }): ReactNode {
  const { search, show } = useImageSearch();
  const { licence } = search;
  const listed = props.licences.map(({ value, count }) => ({
    value,
    text: licenceText(value),
    count,
  }));
  const isListed = licence === undefined || listed.some(({ value }) => value === licence);
  return (
    <FilterSelect
      label="Licence"
      value={licence}
      options={isListed ? listed : [{ value: licence, text: licenceText(licence) }, ...listed]}
      onChange={(next) => show({ licence: next })}
    />
  );
}
