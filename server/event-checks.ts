import { looksLikeCardNumber } from '../gateways/payment/card-data';
import type { Role } from '../machines/events';
import type { EventBody } from '../schemas/events';
import { parseVatNumber } from '../tax/vat-number';
import type { OrderView } from '../workflows/contract';
import { Problem } from './problem';
import { wrongField } from './validation';

const SUPPORT: ReadonlySet<Role> = new Set(['support_agent', 'support_lead']);

/**
 * What can be told at the door, before anything is asked of the order: card data wherever it stands, a VAT number
 * that cannot be one, a quote that is no longer the one the customer saw.
 *
 * @throws Problem 422 or 409
 */
export function checkPayload(body: EventBody, role: Role, view: OrderView): void {
  refuseCardNumbers(body);
  switch (body.type) {
    case 'PROVIDE_VAT': {
      const number = parseVatNumber(body.vatNumber);
      if (!number.ok) throw wrongField('vat_format', '/vatNumber', number.reason);
      return;
    }
    case 'PLACE_ORDER':
      checkPlacing(body, role, view);
      return;
    default:
  }
}

/** The order itself refuses it too, but only the door can say where it stands. */
function refuseCardNumbers(body: EventBody): void {
  const found = Object.entries(body).find(([, value]) => looksLikeCardNumber(JSON.stringify(value)));
  if (found) throw wrongField('card_data_refused', `/${found[0]}`);
}

function checkPlacing(body: Extract<EventBody, { type: 'PLACE_ORDER' }>, role: Role, view: OrderView): void {
  // Support may place for the customer, but only with the customer's word on record.
  if (SUPPORT.has(role) && body.consent === undefined) throw wrongField('invalid_request', '/consent', 'required');
  const { quote, changeId } = view.details;
  if (body.quoteHash === undefined || quote === null || body.quoteHash === quote.hash) return;
  throw new Problem('quote_changed', { extra: { changeId, quoteHash: quote.hash } });
}
