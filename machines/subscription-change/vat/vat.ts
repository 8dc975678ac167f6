import { present } from '../../../billing/present';
import type { OrderContext } from '../context';
import { type Asked, type Changes, type Done, type EventOf, note } from '../note';
import type { PriceContext } from '../price/context';
import { askAgain } from '../price/price';
import type { CheckVatOutput, EscalateVatOutput, VatHold } from '../steps';
import { LIMITS } from '../timing';
import { visited } from '../visits';

export const vatGuards = {
  confirmsVatNumber: ({ context: { vat } }: Asked) => vat.toConfirm !== null,
  hasVatNumber: ({ context: { vat } }: Asked) => vat.onOrder !== null,
  // Once a person has been asked it goes on asking now and then, so that a register that comes back heals the order.
  mayAskRegisterAgain: ({ context: { vat } }: Asked) =>
    vat.attempts < LIMITS.vatAttempts || vat.item !== null || isOperators(vat),
  needsHelpWithVat: ({ context: { vat } }: Asked) =>
    vat.hold !== null &&
    vat.item === null &&
    !isOperators(vat) &&
    (!vat.hold.retry || vat.attempts >= LIMITS.vatAttempts),
  onlyAPersonCanHelp: ({ context: { vat } }: Asked) => vat.hold?.retry === false,
  chargedVatMeanwhile: ({ context: { vat, price } }: Asked) =>
    vat.onOrder?.chargedMeanwhile === true && price.quote?.vatTreatment.kind === 'hold',
};

const isOperators = ({ hold }: OrderContext['vat']): boolean => hold?.mendedBy === 'operator';

export const noteVatNumber = note((context, { vatNumber }: EventOf<'PROVIDE_VAT'>) => ({
  vat: { numberAsked: vatNumber, attempts: 0, hold: null },
  wish: { refusal: null },
  visits: visited(context, 'checkVat'),
}));

export const noteVatToConfirm = note((context) => ({
  vat: { numberAsked: context.vat.toConfirm, attempts: 0, hold: null },
  visits: visited(context, 'checkVat'),
}));

export const countVatAttempt = note((context) => ({
  vat: { attempts: context.vat.attempts + 1 },
  visits: visited(context, 'checkVat'),
}));

export const dropVatNumber = note((context) => ({
  vat: { onOrder: null, decided: true, numberAsked: null, hold: null },
  price: { leadsTo: leadsTo(context) },
  visits: visited(context, 'quote'),
}));

type Invalid = Extract<CheckVatOutput, { status: 'invalid' }>;
type Known = Exclude<CheckVatOutput, Invalid>;
type Waiting = Known & { hold: VatHold };

export const isInvalid = (answer: CheckVatOutput): answer is Invalid => answer.status === 'invalid';
export const isKnown = (answer: CheckVatOutput): answer is Known => answer.status !== 'invalid';
/** No decision can be taken on the number yet. */
export const isWaiting = (answer: CheckVatOutput): answer is Waiting =>
  answer.status === 'unverifiable' && answer.hold !== null;

/** Whether the order waits with the number; else VAT is charged meanwhile. */
export const mustWait = ({ vat }: OrderContext, { hold }: Waiting): boolean =>
  vat.policy === 'hold' || !hold.mayChargeMeanwhile;

/** The order is priced, or priced anew, once its number is settled, and then goes on as it would have without one. */
export const comesBeforeQuote = ({ vat, price }: OrderContext): boolean =>
  vat.toConfirm !== null || price.quote === null;

const leadsTo = (context: OrderContext): PriceContext['leadsTo'] =>
  comesBeforeQuote(context) ? context.price.leadsTo : 'verifying';

/** The number on file is the account's, so the order decides nothing: assessed again, it looks at it again. */
const isOnFile = ({ vat }: OrderContext): boolean => vat.toConfirm !== null && vat.toConfirm === vat.numberAsked;

/** The number on file is of a register that is not asked here: no order waits for it, since none could ever count on it. */
export const cannotBeConfirmed = (context: OrderContext, { hold }: Waiting): boolean =>
  isOnFile(context) && hold.code === 'not_covered';

/** What else the customer has to look at is not hidden by the number on file. */
function withoutNumber(context: OrderContext, code: string): Changes {
  const refused = askAgain(context, 'vat_number_refused', code);
  return {
    vat: { numberAsked: null, hold: null },
    price: { askAgain: isOnFile(context) ? (context.price.askAgain ?? refused) : refused },
  };
}

export const refuseVatNumber = note((context, { output }: Done<Invalid>) => withoutNumber(context, output.code));

export const leaveOutVatNumber = note((context, { output }: Done<Waiting>) => withoutNumber(context, output.hold.code));

export const noteVatHold = note((_, { output }: Done<Waiting>) => ({ vat: { hold: output.hold } }));

export const takeVatNumber = note((context, { output }: Done<Known>) => {
  const { number, status, evidenceId } = output;
  const chargedMeanwhile = isWaiting(output) || undefined;
  return {
    vat: {
      onOrder: present({ number, status, evidenceId, chargedMeanwhile }),
      decided: !isOnFile(context),
      hold: null,
    },
    price: { askAgain: isOnFile(context) ? context.price.askAgain : null, leadsTo: leadsTo(context) },
    visits: visited(context, 'quote'),
  };
});

export const acceptVatEvidence = note((context, { grantId }: EventOf<'ACCEPT_VAT_EVIDENCE'>) => ({
  vat: {
    onOrder: {
      number: context.vat.numberAsked ?? '',
      status: 'valid',
      evidenceId: grantId,
      reviewed: true,
    },
    decided: true,
    hold: null,
  },
  price: { leadsTo: leadsTo(context) },
  visits: visited(context, 'quote'),
}));

export const noteVatItem = note((_, { output }: Done<EscalateVatOutput>) => ({ vat: { item: output.item } }));
