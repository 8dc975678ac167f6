/** Things that are found by their own id and by our reference; of several with one reference, the newest. */
export class Records<Item extends { id: string; reference: string }> {
  readonly #byId = new Map<string, Item>();
  readonly #byReference = new Map<string, Item>();

  constructor(items: readonly Item[] = []) {
    for (const item of items) this.add(item);
  }

  add(item: Item): void {
    this.#byId.set(item.id, item);
    this.#byReference.set(item.reference, item);
  }

  withId(id: string): Item | undefined {
    return this.#byId.get(id);
  }

  withReference(reference: string): Item | undefined {
    return this.#byReference.get(reference);
  }

  all(): Item[] {
    return [...this.#byId.values()];
  }
}
