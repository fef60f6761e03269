/** As many as a page may have. */
const PER_PAGE = 1_000;

/** A list longer than this is for the API, not for a terminal. */
const MOST_PAGES = 100;

/** All items of a paged list. */
export async function listAll<Item>(
  page: (request: {
    readonly limit: number;
    readonly after?: string;
  }) => Promise<{ readonly items: readonly Item[]; readonly next?: string }>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let after: string | undefined;
  for (let count = 0; count < MOST_PAGES; count += 1) {
    const answer = await page({ limit: PER_PAGE, ...(after !== undefined && { after }) });
    items.push(...answer.items);
    after = answer.next;
    if (after === undefined) break;
  }
  return items;
}
