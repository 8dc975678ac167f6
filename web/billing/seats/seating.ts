import { useRef, useState } from 'react';
import { useApi, useReadAgain } from '../../shared/api/api';
import type { Schemas } from '../../shared/api/api-types';

/** Somebody who has a seat or may be given one. */
export interface Seated {
  userId: Schemas['Id'];
  name: string;
}

/** What became of seats that were given or taken back. */
export type SeatingResult =
  | { kind: 'given' | 'taken'; name: string }
  | { kind: 'taken_many'; count: number }
  | { kind: 'many'; results: readonly (Schemas['SeatResult'] & { name: string })[] };

export interface Seating {
  /** Whose seats are being given or taken back, or wait for their turn; "many" for those who were chosen together. */
  busy: ReadonlySet<string>;
  outcome: SeatingResult | null;
  failure: unknown;
  give(person: Seated): Promise<void>;
  takeBack(person: Seated): Promise<void>;
  /** One after the other. @returns whether all of them were taken back */
  takeBackMany(people: readonly Seated[]): Promise<boolean>;
  /** @returns whether everybody was answered for */
  giveMany(people: readonly Seated[]): Promise<boolean>;
}

/** Gives and takes back the seats of a subscription, and reads anew who has one. */
export function useSeating(subscriptionId: Schemas['Id']): Seating {
  const { ask } = useApi();
  const readAgain = useReadAgain();
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const before = useRef<Promise<unknown>>(Promise.resolve());
  const [outcome, setOutcome] = useState<SeatingResult | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const inTurn = async (deed: () => Promise<SeatingResult>): Promise<boolean> => {
    try {
      setOutcome(await deed());
      return true;
    } catch (error) {
      setFailure(error);
      return false;
    } finally {
      // Also after a failure: some of it may have been done.
      await Promise.all(WHAT_MOVES.map(readAgain));
    }
  };
  // One after the other, so that each says what became of it; a press that came meanwhile waits and is not lost.
  const act = async (whose: string, deed: () => Promise<SeatingResult>): Promise<boolean> => {
    // Now and not in its turn: what failed before it stays in sight when it succeeds.
    setOutcome(null);
    setFailure(null);
    setBusy((others) => new Set([...others, whose]));
    const turn = before.current.then(() => inTurn(deed));
    before.current = turn.catch(() => {});
    try {
      return await turn;
    } finally {
      setBusy((others) => new Set([...others].filter((other) => other !== whose)));
    }
  };
  const move = (method: 'PUT' | 'DELETE', { userId }: Seated) =>
    ask(`${method} /v1/subscriptions/{subscriptionId}/seats/{userId}`, { params: { subscriptionId, userId } });
  const giveOrTake = async (method: 'PUT' | 'DELETE', person: Seated): Promise<void> => {
    const { userId, name } = person;
    await act(userId, async () => {
      await move(method, person);
      return { kind: method === 'PUT' ? 'given' : 'taken', name };
    });
  };
  return {
    busy,
    outcome,
    failure,
    give: (person) => giveOrTake('PUT', person),
    takeBack: (person) => giveOrTake('DELETE', person),
    takeBackMany: (people) =>
      act('many', async () => {
        for (const person of people) await move('DELETE', person);
        return { kind: 'taken_many', count: people.length };
      }),
    giveMany: (people) =>
      act('many', async () => {
        const names = new Map(people.map(({ userId, name }) => [userId, name]));
        const body = { userIds: people.map(({ userId }) => userId) };
        const { results } = await ask('PUT /v1/subscriptions/{subscriptionId}/seats', {
          params: { subscriptionId },
          body,
        });
        return { kind: 'many', results: results.map((one) => ({ ...one, name: names.get(one.userId) ?? one.userId })) };
      }),
  };
}

const WHAT_MOVES = [
  'GET /v1/subscriptions/{subscriptionId}',
  'GET /v1/subscriptions/{subscriptionId}/seats',
  'GET /v1/subscriptions/{subscriptionId}/seat-follow-up',
  'GET /v1/accounts/{accountId}/people',
  'GET /v1/subscriptions',
] as const;
