/** As many as a person reads; a hostile database could give millions. */
const MOST_PROBLEMS = 100;

export function addProblem(problems: string[], problem: string): void {
  if (problems.length < MOST_PROBLEMS) problems.push(problem);
}

/** Pages in a chain, each of which may be part of one chain only: a hostile one cannot loop or grow. */
export class PageGuard {
  readonly #seen = new Set<number>();

  /** Whether the page is met for the first time. */
  enter(page: number): boolean {
    if (this.#seen.has(page)) return false;
    this.#seen.add(page);
    return true;
  }
}
