import type { SearchAttributeUpdatePair } from '@temporalio/common';
import { upsertSearchAttributes } from '@temporalio/workflow';

/** Search attributes as they are shown. Each change costs an event and an action, so only what changes is written. */
export class ShownAttributes {
  readonly #shown: Record<string, unknown>;

  /** @param shown by name, as another run of the chain has left them */
  constructor(shown: Record<string, unknown> = {}) {
    this.#shown = { ...shown };
  }

  show(attributes: SearchAttributeUpdatePair[]): void {
    const changed = attributes.filter(({ key, value }) => !isSame(this.#shown[key.name] ?? null, value));
    if (changed.length === 0) return;
    for (const { key, value } of changed) this.#shown[key.name] = value;
    upsertSearchAttributes(changed);
  }

  carried(): Record<string, unknown> {
    return this.#shown;
  }
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
