import type { GatewayAnswer } from '../payment-engine/types';
import { refuseAsStripe } from './answers';
import type { Form } from './form';
import type { AnyShape } from './parameters';

/** Refuses what Stripe would refuse of a form: unknown names, missing ones, and values of another kind. */
export function shapeProblem(form: Form, shape: AnyShape): GatewayAnswer | undefined {
  for (const [name, value] of Object.entries(form)) {
    const kind = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (kind === undefined) return refuseAsStripe(400, { code: 'parameter_unknown', param: name });
    if (!fits(value, kind.replace('!', ''))) {
      return refuseAsStripe(400, { code: `parameter_invalid_${kind.replace('!', '')}`, param: name });
    }
  }
  const absent = Object.keys(shape).find((name) => shape[name]?.endsWith('!') && !Object.hasOwn(form, name));
  return absent === undefined ? undefined : refuseAsStripe(400, { code: 'parameter_missing', param: absent });
}

function fits(value: string | Form, kind: string): boolean {
  switch (kind) {
    case 'integer':
      return typeof value === 'string' && /^-?\d{1,16}$/.test(value);
    case 'boolean':
      return value === 'true' || value === 'false';
    case 'text':
      return typeof value === 'string' && value !== '';
    case 'list':
      return typeof value === 'object' && Object.keys(value).every((name, index) => name === String(index));
    case 'group':
      return typeof value === 'object';
    default:
      return true;
  }
}
