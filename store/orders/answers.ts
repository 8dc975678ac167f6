import { type Connection, trusted } from 'mongoose';
import {
  anyJson,
  collectionOf,
  insertOnce,
  requiredInstant,
  requiredNumber,
  requiredText,
  WITHIN,
} from '../mongo/collection';
import { findPlain } from '../mongo/versioned';

/** Names one visit of a step. */
interface AnswerKey {
  tenantId: string;
  changeId: string;
  step: string;
  visit: number;
}

interface AnswerDoc extends AnswerKey {
  answer: unknown;
  at: Date;
}

/** What each visit of a step answered: the first attempt that gets here decides, and every other one agrees. */
export interface Answers {
  /** Keeps an answer unless one is kept already. @returns the one that stands */
  settle<Answer>(key: AnswerKey, answer: Answer, at: Date): Promise<Answer>;
  /** Removes answers older than an instant; no attempt lives that long. */
  removeOlderThan(before: Date, limit: number): Promise<number>;
}

export function answersIn(connection: Connection): Answers {
  const model = collectionOf<AnswerDoc>(
    connection,
    'stepanswers',
    {
      tenantId: requiredText,
      changeId: requiredText,
      step: requiredText,
      visit: requiredNumber,
      answer: anyJson,
      at: requiredInstant,
    },
    [[{ tenantId: 1, changeId: 1, step: 1, visit: 1 }, { unique: true }], [{ at: 1 }]],
  );
  return {
    async settle<Answer>({ tenantId, changeId, step, visit }: AnswerKey, answer: Answer, at: Date): Promise<Answer> {
      const key = { tenantId, changeId, step, visit };
      if (await insertOnce(model, { ...key, answer, at })) return answer;
      const standing = await findPlain(model, key);
      return standing ? (standing.answer as Answer) : answer;
    },
    async removeOlderThan(before, limit) {
      const old = await model
        .find({ at: trusted({ $lt: before }) }, { _id: 1 }, WITHIN)
        .sort({ at: 1 })
        .limit(limit)
        .lean<{ _id: unknown }[]>();
      if (old.length === 0) return 0;
      const removed = await model.deleteMany({ _id: trusted({ $in: old.map(({ _id }) => _id) }) }, WITHIN);
      return removed.deletedCount;
    },
  };
}
