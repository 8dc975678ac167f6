import { useState } from 'react';
import type { Schemas } from '../../shared/api/api-types';
import { useKept } from '../../shared/api/kept';
import { ApiProblem } from '../../shared/api/problems';
import { useOrderEvent } from '../order/use-order-event';

/** A VAT number while it is typed and asked about. */
export interface VatNumberEntry {
  typed: string;
  type(text: string): void;
  /** What is wrong with the number, in the words of the API. */
  fault: string | undefined;
  /** Times that a number was sent, or removed, and something came of it. */
  answers: number;
  /** Anything else that stood in the way. */
  failure: unknown;
  isAsking: boolean;
  isRemoving: boolean;
  check(): void;
  remove(): void;
}

/** The number is sent as it was typed: spaces, dots and marks that nobody sees are for the API to read over. */
export function useVatNumber(order: Schemas['Order']): VatNumberEntry {
  const { changeId, askAgain } = order;
  const [typed, keep, forget] = useKept(`vat.${changeId}`, '');
  const [isSent, setSent] = useState(true);
  const [answers, setAnswers] = useState(0);
  const { send, failure, underWay } = useOrderEvent(order);
  const atDoor = faultIn(failure);
  const byRegister = askAgain?.reason === 'vat_number_refused' ? askAgain.text : undefined;
  const check = async (): Promise<void> => {
    if (underWay !== null) return;
    const isTaken = await send({ type: 'PROVIDE_VAT', vatNumber: typed });
    setSent(true);
    setAnswers((before) => before + 1);
    if (isTaken) forget();
  };
  const remove = async (): Promise<void> => {
    await send({ type: 'REMOVE_VAT' });
    setAnswers((before) => before + 1);
  };
  const type = (text: string): void => {
    keep(text);
    setSent(false);
  };
  return {
    typed,
    type,
    fault: isSent ? (atDoor ?? byRegister) : undefined,
    answers,
    failure: atDoor === undefined ? failure : null,
    isAsking: underWay === 'PROVIDE_VAT' || order.state.startsWith('checkingVat'),
    isRemoving: underWay === 'REMOVE_VAT',
    check: () => void check(),
    remove: () => void remove(),
  };
}

/** What a refusal says of the number; undefined where it is about something else. */
function faultIn(failure: unknown): string | undefined {
  if (!(failure instanceof ApiProblem)) return undefined;
  const { errors = [], forPeople, detail } = failure.document;
  const fault = errors.find(({ pointer }) => pointer === '/vatNumber');
  return fault?.detail ?? (failure.code === 'vat_format' ? (forPeople ?? detail) : undefined);
}
