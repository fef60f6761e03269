import type {
  ImageAnalysis,
  Manifest,
  PlatformAnalysis,
  Tag,
} from '../../../api/contract/index.ts';

/** What the page of an image is about, as far as it has come. */
export interface ShownImage {
  readonly ns: string;
  readonly repo: string;
  /** As in the address: a tag or a digest. */
  readonly reference: string;
  readonly at: 'tags' | 'digests';
  /** Path of the page, without a tab. */
  readonly path: string;
  /** What every question about its report begins with. */
  readonly ask: {
    readonly namespace: string;
    readonly repository: string;
    readonly reference: string;
    readonly platform?: string;
  };
  /** Of an address with a tag. */
  readonly tag: Tag | undefined;
  /** Of an address with a digest. */
  readonly manifest: Manifest | undefined;
  readonly analysis: ImageAnalysis | undefined;
  /** The platform that is shown. */
  readonly shown: PlatformAnalysis | undefined;
  /** Analysis of the repository is off: nothing new becomes known. */
  readonly isOff: boolean;
  readonly may: (action: string) => boolean;
}

/** The address of a tab. */
export function tabPath({ path }: ShownImage, tab: string): string {
  return `${path}/${tab}`;
}

/** The server takes the same where none is asked for. */
const USUAL = 'linux/amd64';

/** The platform asked for, else the one that the server takes. */
export function choosePlatform(
  platforms: readonly PlatformAnalysis[],
  asked: string | undefined,
): PlatformAnalysis | undefined {
  const of = (name: string): PlatformAnalysis | undefined =>
    platforms.find(({ platform }) => platform === name);
  return (asked === undefined ? undefined : of(asked)) ?? of(USUAL) ?? platforms[0];
}
