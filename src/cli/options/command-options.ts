import type { Threshold } from '../../report/index.ts';
import type { FilterOptions, PipelineThresholds, VerdictOptions } from './filter-options.ts';
import type { FormatOptions, ReportFormat } from './format-options.ts';
import type { ImageOptions } from './image-options.ts';
import type { VexOptions } from './vex-options.ts';

/** Of each command, what its command line gives. */
export type CvesOptions = ImageOptions &
  VexOptions &
  FilterOptions &
  VerdictOptions &
  FormatOptions<ReportFormat> & {
    readonly all?: boolean;
    readonly showHidden?: boolean;
    /** Analyze here though a server that has it could be asked. */
    readonly local?: boolean;
  };

export type PackagesOptions = ImageOptions &
  Pick<FilterOptions, 'onlyPackage' | 'onlyPackageType' | 'onlyLayer'> &
  FormatOptions<'text' | 'json' | 'csv'> & {
    /** The executables that no package explains, in place of the packages. */
    readonly unknown?: boolean;
    /** What higher layers deleted or replaced, in place of the packages. */
    readonly leftovers?: boolean;
  };

export type SbomCommandOptions = ImageOptions & FormatOptions<'cyclonedx' | 'spdx'>;

export type CompareOptions = ImageOptions &
  VexOptions &
  FormatOptions<'text' | 'json' | 'markdown'> & {
    readonly failOn?: readonly Threshold[];
    readonly failOnNew?: boolean;
  };

export type CiOptions = ImageOptions &
  VexOptions &
  Pick<VerdictOptions, 'strict'> & {
    /** The image before the change. */
    readonly base?: string;
    readonly failOn?: PipelineThresholds;
    /** Files to write. */
    readonly sarif?: string;
    readonly gitlab?: string;
  };

export type RecommendationsOptions = ImageOptions &
  VexOptions &
  FormatOptions<'text' | 'json'> & {
    /** What the image is built on. */
    readonly base?: string;
    /** What it could be built on instead. */
    readonly to?: readonly string[];
  };

export type FixOptions = ImageOptions &
  VexOptions & {
    readonly dockerfile: string;
    /** What it is to be built on instead. */
    readonly to?: string;
    readonly breaking?: boolean;
    readonly write?: boolean;
    readonly output?: string;
  };

export type ExplainOptions = ImageOptions & VexOptions & FormatOptions<'text' | 'json'>;

export type QuickviewOptions = ImageOptions & VexOptions & VerdictOptions;

export type VexCommandOptions = ImageOptions &
  VexOptions & { readonly author: string; readonly output?: string };

export interface UpdateOptions {
  readonly acceptShrinking?: boolean;
  /** Every feed that the publishers or the mirror have. */
  readonly all?: boolean;
  /** Feeds that are left out. */
  readonly except?: readonly string[];
}

export interface PullOptions {
  readonly allowOlder?: boolean;
}

export interface StatusOptions {
  readonly format: 'text' | 'json';
  readonly skipped?: boolean;
}
