/**
 * Debian's releases by codename: images of testing carry no number, and the tracker writes none.
 * https://www.debian.org/releases/
 */
export const DEBIAN_RELEASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    wheezy: '7',
    jessie: '8',
    stretch: '9',
    buster: '10',
    bullseye: '11',
    bookworm: '12',
    trixie: '13',
    forky: '14',
    duke: '15',
  }),
);
