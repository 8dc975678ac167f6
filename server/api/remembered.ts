/** An answer that is dear to find: asked for again only when the last one is old, and never twice at a time. */
export class Remembered<Answer> {
  readonly #keptFor: (answer: Answer) => number;
  readonly #find: () => Promise<Answer>;
  #found: Promise<Answer> | undefined;

  /** @param keptFor in milliseconds, from when it was found; of each answer, or of all */
  constructor(keptFor: number | ((answer: Answer) => number), find: () => Promise<Answer>) {
    this.#keptFor = typeof keptFor === 'number' ? () => keptFor : keptFor;
    this.#find = find;
  }

  get(): Promise<Answer> {
    this.#found ??= this.#ask();
    return this.#found;
  }

  #ask(): Promise<Answer> {
    const found = this.#find();
    const forget = (): void => {
      this.#found = undefined;
    };
    found.then((answer) => setTimeout(forget, this.#keptFor(answer)).unref(), forget);
    return found;
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
