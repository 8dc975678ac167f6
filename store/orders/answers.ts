import { type Connection, collectionOf, trusted } from '../mongo/collection';
import { insertOrFind, listPlain, removeOlder } from '../mongo/documents';

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

/** More visits of a step than any order makes. */
const MOST_VISITS = 1_000;

/** The answer of each visit of a step: the first attempt that gets here decides, and every other one agrees. */
export interface Answers {
  /** Keeps an answer unless one is kept already. @returns the one that stands */
  settle<Answer>(key: AnswerKey, answer: Answer, at: Date): Promise<Answer>;
  /** The answers to all visits of a step, whatever they were asked. */
  listOf<Answer>(step: Omit<AnswerKey, 'visit'>): Promise<Answer[]>;
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
    async listOf<Answer>({ tenantId, changeId, step }: Omit<AnswerKey, 'visit'>): Promise<Answer[]> {
      // What was asked stands behind the step's name.
      const named = trusted({ $gte: `${step}:`, $lt: `${step};` });
      const docs = await listPlain(model, { tenantId, changeId, step: named }, { limit: MOST_VISITS });
      return docs.map(({ answer }) => answer as Answer);
    },
    removeOlderThan: (before, limit) => removeOlder(model, 'at', before, limit),
  };
}
