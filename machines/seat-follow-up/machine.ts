import { assign, type DoneActorEvent, setup } from 'xstate';
import type { SeatEvent } from '../events';
import { type Stuck, stuckIn } from '../failure';
import type { SeatStep } from '../failure-codes';
import { unprovided } from '../unprovided';
import type * as step from './steps';

export interface SeatContext extends step.SeatInput {
  bought: number;
  assigned: number;
  /** In this stream; a later purchase begins another one. */
  remindersSent: number;
  /** A purchase arrived while a step was at work: its reminders start from the beginning. */
  boughtMeanwhile: boolean;
  stuck: Stuck<SeatStep> | null;
}

const unassigned = (context: SeatContext): number => Math.max(0, context.bought - context.assigned);
const stream = (context: SeatContext): string => `${context.subscriptionId}:${context.bought}`;
const whose = ({ tenantId, subscriptionId }: SeatContext) => ({ tenantId, subscriptionId });

const seatSetup = setup({
  types: {
    context: {} as SeatContext,
    input: {} as step.SeatInput,
    events: {} as SeatEvent,
    tags: {} as 'settled' | 'stuck',
  },
  actors: unprovided<step.SeatSteps>(['countSeats', 'remind', 'openSupportItem']),
  guards: {
    boughtMeanwhile: ({ context }) => context.boughtMeanwhile,
    allAssigned: ({ context }) => unassigned(context) === 0,
    allReminded: ({ context }) => context.remindersSent >= context.reminderDelays.length,
  },
  delays: {
    nextReminder: ({ context }) => {
      const due = context.reminderDelays[context.remindersSent] ?? 0;
      const last = context.reminderDelays[context.remindersSent - 1] ?? 0;
      return Math.max(1, due - last);
    },
  },
  actions: {
    startAgain: assign({ remindersSent: 0, boughtMeanwhile: false }),
    notePurchase: assign({ boughtMeanwhile: true }),
    countReminder: assign({ remindersSent: ({ context }) => context.remindersSent + 1 }),
    noteStuck: assign(({ context, event }, { step: name }: { step: SeatStep }) => ({
      stuck: stuckIn(name, 'error' in event ? event.error : undefined, context.stuck),
    })),
  },
});

const stuck = (step: SeatStep) =>
  ({ target: `#stuck.${step}`, actions: { type: 'noteStuck', params: { step } } }) as const;

interface Counted {
  event: DoneActorEvent<step.CountSeatsOutput>;
}

const noteCount = assign<SeatContext, Counted['event'], undefined, SeatEvent, never>(({ event: { output } }) => ({
  bought: output.gone ? 0 : output.bought,
  assigned: output.assigned,
}));

const counting = (outcomes: { allAssigned: string; otherwise: string }) =>
  ({
    id: 'countSeats',
    src: 'countSeats',
    input: ({ context }: { context: SeatContext }) => whose(context),
    onDone: [
      { guard: 'boughtMeanwhile', target: '#following', reenter: true, actions: 'startAgain' },
      {
        guard: ({ event: { output } }: Counted) => output.gone || output.assigned >= output.bought,
        target: outcomes.allAssigned,
        actions: noteCount,
      },
      { target: outcomes.otherwise, actions: noteCount },
    ],
    onError: stuck('counting'),
  }) as const;

/**
 * New seats until somebody uses them: reminders, then a support item. One follow-up a subscription; a later purchase
 * starts its reminders again.
 */
export const seatFollowUpMachine = seatSetup.createMachine({
  id: 'seatFollowUp@1',
  context: ({ input }) => ({
    ...input,
    bought: 0,
    assigned: 0,
    remindersSent: 0,
    boughtMeanwhile: false,
    stuck: null,
  }),
  initial: 'following',
  on: { SEATS_ADDED: { actions: 'notePurchase' }, STOP: '.stopped' },
  states: {
    /** Waits for the next reminder and counts again whenever a seat was assigned or taken back. */
    following: {
      id: 'following',
      initial: 'counting',
      after: { nextReminder: 'reminding' },
      states: {
        counting: {
          on: { SEATS_CHANGED: { target: 'counting', reenter: true } },
          invoke: counting({ allAssigned: '#assigned', otherwise: '#waiting' }),
        },
        waiting: {
          id: 'waiting',
          tags: 'settled',
          on: {
            SEATS_CHANGED: 'counting',
            REMIND: '#reminding',
            SEATS_ADDED: { target: '#following', reenter: true, actions: 'startAgain' },
          },
        },
      },
    },
    reminding: {
      id: 'reminding',
      initial: 'counting',
      states: {
        counting: { invoke: counting({ allAssigned: '#assigned', otherwise: '#reminding.mailing' }) },
        mailing: {
          invoke: {
            id: 'remind',
            src: 'remind',
            input: ({ context }) => ({
              ...whose(context),
              reminder: context.remindersSent + 1,
              unassigned: unassigned(context),
              stream: stream(context),
            }),
            onDone: [
              { guard: 'boughtMeanwhile', target: '#following', actions: 'startAgain' },
              { target: 'deciding', actions: 'countReminder' },
            ],
            onError: stuck('reminding'),
          },
        },
        deciding: { always: [{ guard: 'allReminded', target: '#escalating' }, { target: '#following' }] },
      },
    },
    /** Nobody assigned the seats after the last reminder: a person takes over. */
    escalating: {
      id: 'escalating',
      invoke: {
        id: 'openSupportItem',
        src: 'openSupportItem',
        input: ({ context }) => ({ ...whose(context), unassigned: unassigned(context), stream: stream(context) }),
        onDone: [{ guard: 'boughtMeanwhile', target: 'following', actions: 'startAgain' }, { target: 'escalated' }],
        onError: stuck('escalating'),
      },
    },
    stuck: {
      id: 'stuck',
      tags: ['stuck', 'settled'],
      initial: 'counting',
      states: {
        counting: { on: { RETRY: '#following' } },
        reminding: { on: { RETRY: '#reminding', SKIP: { target: '#reminding.deciding', actions: 'countReminder' } } },
        escalating: {
          on: {
            RETRY: '#escalating',
            SKIP: [{ guard: 'boughtMeanwhile', target: '#following', actions: 'startAgain' }, { target: '#escalated' }],
          },
        },
      },
    },
    assigned: { id: 'assigned', type: 'final', tags: 'settled' },
    stopped: { type: 'final', tags: 'settled' },
    escalated: { id: 'escalated', type: 'final', tags: 'settled' },
  },
});
