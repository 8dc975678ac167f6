/** What was made last, by what it was made from, up to so many bytes in all: what was not asked for longest goes first. */
export class KeptPapers {
  readonly #papers = new Map<string, Buffer>();
  #bytes = 0;

  constructor(readonly mostBytes: number) {}

  find(key: string): Buffer | undefined {
    const paper = this.#papers.get(key);
    if (paper === undefined) return undefined;
    // A map is in the order in which its keys were set.
    this.#papers.delete(key);
    this.#papers.set(key, paper);
    return paper;
  }

  /** A paper larger than everything that is kept is not. */
  keep(key: string, paper: Buffer): void {
    if (paper.length > this.mostBytes || this.#papers.has(key)) return;
    this.#papers.set(key, paper);
    this.#bytes += paper.length;
    for (const [oldest, { length }] of this.#papers) {
      if (this.#bytes <= this.mostBytes) return;
      this.#papers.delete(oldest);
      this.#bytes -= length;
    }
  }
}
