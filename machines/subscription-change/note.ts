import { type ActionFunction, type AnyEventObject, assign, type DoneActorEvent } from 'xstate';
import type { OrderEvent, OrderEventType } from '../events';
import type { Chapters, OrderContext } from './context';

/** The fields of each chapter that change; the others stay. */
export type Changes = { [Chapter in keyof Chapters]?: Partial<Chapters[Chapter]> };

/** An action that changes the context, for transitions whose event is at least this. */
export type OrderAction<Event extends AnyEventObject = AnyEventObject> = ActionFunction<
  OrderContext,
  Event,
  OrderEvent,
  undefined,
  never,
  never,
  never,
  never,
  never
>;

/** The arguments of a guard. Those that say whether an event is allowed read the context only. */
export interface Asked {
  context: OrderContext;
  event: OrderEvent;
}

export type EventOf<Type extends OrderEventType> = Extract<OrderEvent, { type: Type }>;
export type Done<Answer> = DoneActorEvent<Answer>;

/** Makes an action of what changes in the context, told by chapter. */
export const note = <Event extends AnyEventObject = AnyEventObject>(
  changes: (context: OrderContext, event: Event) => Changes,
): OrderAction<Event> =>
  assign<OrderContext, Event, undefined, OrderEvent, never>(({ context, event }) =>
    merged(context, changes(context, event)),
  );

function merged(context: OrderContext, changes: Changes): Partial<OrderContext> {
  const chapters = Object.entries(changes) as [keyof Chapters, object][];
  return Object.fromEntries(chapters.map(([chapter, fields]) => [chapter, { ...context[chapter], ...fields }]));
}

interface Outcome<Case> {
  description: string;
  /** A further condition. */
  if?: (context: OrderContext, answer: Case) => boolean;
  target: string;
  reenter?: true;
  actions?: OrderAction<Done<Case>> | readonly OrderAction<Done<Case>>[];
}

/** The way on for one case of a step's answer. The case is decided here, and its actions see the answer narrowed to it. */
export function when<Answer, Case extends Answer>(
  is: (answer: Answer) => answer is Case,
  { if: also, actions = [], ...transition }: Outcome<Case>,
) {
  return {
    ...transition,
    guard: ({ context, event: { output } }: { context: OrderContext; event: { output: Answer } }) =>
      is(output) && (also === undefined || also(context, output)),
    // The guard has narrowed the answer.
    actions: [actions].flat() as unknown as OrderAction<Done<Answer>>[],
  };
}
