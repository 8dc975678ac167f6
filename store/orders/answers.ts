import { type Connection, collectionOf } from '../mongo/collection';
import { insertOrFind, removeOlder } from '../mongo/documents';

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

/** The answer of each visit of a step: the first attempt that gets here decides, and every other one agrees. */
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
      requiredText: ['tenantId', 'changeId', 'step'],
      requiredNumber: ['visit'],
      requiredInstant: ['at'],
      json: ['answer'],
    },
    [[{ tenantId: 1, changeId: 1, step: 1, visit: 1 }, { unique: true }], [{ at: 1 }]],
  );
  return {
    async settle<Answer>({ tenantId, changeId, step, visit }: AnswerKey, answer: Answer, at: Date): Promise<Answer> {
      const key = { tenantId, changeId, step, visit };
      const standing = await insertOrFind(model, key, { ...key, answer, at });
      return standing.answer as Answer;
    },
    removeOlderThan: (before, limit) => removeOlder(model, 'at', before, limit),
  };
}
