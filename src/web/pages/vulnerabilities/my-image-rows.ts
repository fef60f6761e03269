import type { AffectedImage, AffectedPackageIn } from '../../../api/contract/index.ts';

/** A package in an image that has the vulnerability; an image with two such packages has two rows. */
export interface MyImageRow {
  readonly key: string;
  readonly image: AffectedImage;
  readonly found: AffectedPackageIn;
}

export function myImageRows(images: readonly AffectedImage[]): readonly MyImageRow[] {
  return images.flatMap((image) =>
    image.packages.map((found, at) => ({
      key: `${image.repository} ${image.digest} ${at}`,
      image,
      found,
    })),
  );
}

/** `7 current images in 3 repositories`; none is said with what it was looked for in. */
export function affectedText(counts: {
  readonly currentAffected: number;
  readonly repositoriesAffected: number;
  readonly affected: number;
}): string {
  const { currentAffected, repositoriesAffected, affected } = counts;
  if (affected === 0) return 'None of my images';
  const older = affected - currentAffected;
  const current = counted(currentAffected, 'current image');
  const past = older === 0 ? '' : ` and ${counted(older, 'image')} without a tag`;
  return `${current}${past} in ${counted(repositoriesAffected, 'repository', 'repositories')}`;
}

export function counted(count: number, one: string, many: string = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
