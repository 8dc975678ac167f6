/** An answer that is dear to find: asked for again only when the last one is old, and never twice at a time. */
export class Remembered<Answer> {
  readonly #keptFor: number;
  readonly #find: () => Promise<Answer>;
  #found: Promise<Answer> | undefined;

  /** @param keptFor in milliseconds, from when it was asked for */
  constructor(keptFor: number, find: () => Promise<Answer>) {
    this.#keptFor = keptFor;
    this.#find = find;
  }

  get(): Promise<Answer> {
    if (this.#found === undefined) {
      const found = this.#find();
      const forget = (): void => {
        if (this.#found === found) this.#found = undefined;
      };
      this.#found = found;
      setTimeout(forget, this.#keptFor).unref();
      found.catch(forget);
    }
    return this.#found;
  }
}

/** The answer; null where it was not had in so many milliseconds. */
export async function nullIfLate<Answer>(milliseconds: number, answer: Promise<Answer>): Promise<Answer | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, milliseconds, null);
  });
  try {
    return await Promise.race([answer, late]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
