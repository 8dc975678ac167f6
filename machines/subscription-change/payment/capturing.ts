import { when } from '../note';
import { orderSetup } from '../setup';
import type { CapturePaymentOutput } from '../steps';
import { besides, startsOver, stuckState } from '../support/stuck';
import { getsStuck, remembers, TO } from '../transitions';
import { visit } from '../visits';
import { refusePaymentDetails, takePaymentDetails } from './payment';

const isSaved = (answer: CapturePaymentOutput) => answer.status === 'saved';
const isRefused = (answer: CapturePaymentOutput) => answer.status === 'refused';

/** Saves payment details with the gateway; only a token ever reaches us. */
export const capturingPayment = orderSetup.createStateConfig({
  id: 'capturingPayment',
  meta: { picture: { column: 1, row: 2 } },
  initial: 'working',
  on: remembers,
  states: {
    working: {
      invoke: {
        id: 'capturePayment',
        src: 'capturePayment',
        input: ({ context }) => ({
          ...visit(context, 'capturePayment'),
          paymentToken: context.payment.token ?? '',
        }),
        onDone: [
          when(isSaved, { description: 'saved', target: TO.verifying, actions: takePaymentDetails }),
          when(isRefused, { description: 'refused', target: TO.verifying, actions: refusePaymentDetails }),
        ],
        onError: getsStuck('capturingPayment'),
      },
    },
    // A person is asked, and it is tried on: a gateway that comes back needs nobody.
    stuck: stuckState([
      ...startsOver('#capturingPayment', 'capturePayment'),
      besides({ nextCaptureBesides: '#capturingPayment' }),
    ]),
  },
});
