import { when } from '../note';
import { orderSetup } from '../setup';
import { retry, startsOver, stuckState } from '../support/stuck';
import { edits, endsIfAsked, expires, getsStuck, leavesNow, remembers, TO } from '../transitions';
import { visit } from '../visits';
import { mayBeHeld } from '../waiting/putting-aside';
import { forgetNudge, noteNudge } from '../waiting/waiting';
import {
  acceptVatEvidence,
  cannotBeConfirmed,
  comesBeforeQuote,
  countVatAttempt,
  dropVatNumber,
  isInvalid,
  isKnown,
  isWaiting,
  leaveOutVatNumber,
  mustWait,
  noteVatHold,
  noteVatItem,
  noteVatNumber,
  refuseVatNumber,
  takeVatNumber,
} from './vat';

/** Asks the register of VAT numbers. Three answers are kept apart: valid, invalid, unverifiable. */
export const checkingVat = orderSetup.createStateConfig({
  id: 'checkingVat',
  meta: { picture: { column: 3, row: 2 } },
  initial: 'working',
  on: remembers,
  states: {
    working: {
      on: { NUDGE: { actions: noteNudge } },
      exit: forgetNudge,
      invoke: {
        id: 'checkVat',
        src: 'checkVat',
        input: ({ context }) => ({ ...visit(context, 'checkVat'), vatNumber: context.vat.numberAsked ?? '' }),
        onDone: [
          when(isInvalid, {
            description: 'on file, and not valid',
            if: comesBeforeQuote,
            target: TO.quoting,
            actions: refuseVatNumber,
          }),
          when(isInvalid, { description: 'invalid', target: TO.verifying, actions: refuseVatNumber }),
          when(isWaiting, {
            description: 'on file, and no register is asked',
            if: cannotBeConfirmed,
            target: TO.quoting,
            actions: leaveOutVatNumber,
          }),
          when(isWaiting, {
            description: 'no answer, and something new meanwhile',
            if: (context, answer) => context.waiting.nudged && mustWait(context, answer),
            target: 'working',
            reenter: true,
            actions: countVatAttempt,
          }),
          when(isWaiting, {
            description: 'no answer',
            if: mustWait,
            target: '#vatPending',
            actions: noteVatHold,
          }),
          when(isKnown, { description: 'valid', target: TO.quoting, actions: takeVatNumber }),
        ],
        onError: getsStuck('checkingVat'),
      },
    },
    stuck: stuckState(startsOver('#checkingVat', 'checkVat')),
  },
});

const takesEvidence = {
  ACCEPT_VAT_EVIDENCE: { target: TO.quoting, actions: acceptVatEvidence },
  ...mayBeHeld('vatPending'),
} as const;

/**
 * No decision can be taken on the number: the register gave no answer, or its answer needs a person. It counts neither
 * as valid nor as invalid until somebody knows. A person is asked once.
 */
export const vatPending = orderSetup.createStateConfig({
  id: 'vatPending',
  meta: { waits: 'vat_register', situation: 'vat_pending', picture: { column: 3, row: 3 } },
  initial: 'deciding',
  always: endsIfAsked,
  on: {
    ...leavesNow,
    ...expires,
    ...edits('vatPending'),
    PROVIDE_VAT: { target: '#checkingVat', actions: noteVatNumber },
    REMOVE_VAT: { target: TO.quoting, actions: dropVatNumber },
    NUDGE: { target: '#checkingVat', actions: countVatAttempt },
  },
  states: {
    deciding: {
      always: [
        { guard: 'needsHelpWithVat', target: 'escalating' },
        { guard: 'onlyAPersonCanHelp', target: 'withSupport' },
        { target: 'waiting' },
      ],
    },
    waiting: {
      tags: 'settled',
      on: takesEvidence,
      after: {
        nextVatAttempt: { guard: 'mayAskRegisterAgain', target: '#checkingVat', actions: countVatAttempt },
      },
    },
    /** Asking again cannot help: the register blocks us, or the number is of another country or trader. */
    withSupport: { tags: 'settled', on: takesEvidence },
    escalating: {
      id: 'escalatingVat',
      initial: 'working',
      states: {
        working: {
          invoke: {
            id: 'escalateVat',
            src: 'escalateVat',
            input: ({ context }) => ({
              ...visit(context, 'checkVat'),
              code: context.vat.hold?.code ?? '',
              attempts: context.vat.attempts + 1,
              subscriptionId: context.wish.changes[0]?.subscriptionId ?? '',
            }),
            onDone: { target: '#vatPending', actions: noteVatItem },
            onError: getsStuck('escalatingVat'),
          },
        },
        stuck: stuckState([retry('#escalatingVat')], 'vatPending'),
      },
    },
  },
});
