import { z } from 'zod';
import { type HttpExchange, jsonOf } from '../../http';
import { GatewayMisuse, METHOD_KINDS, type Unknown } from '../port';
import { kindsFor, type SetupPageState, type SetupPages } from '../setup-port';
import { type SandboxAddress, sandboxTransport } from './transport';

/** The page of our own sandbox gateway (dev/sandboxes/payment), over HTTP. */

const PageSchema = z.object({
  id: z.string().min(1).max(255),
  reference: z.string(),
  status: z.enum(['open', 'completed', 'expired', 'cancelled']),
  url: z.url({ protocol: /^https?$/ }),
  expiresAt: z.iso.datetime(),
  method: z.object({ token: z.string().min(1).max(255), kind: z.enum(METHOD_KINDS) }).optional(),
});

const OUR_MISTAKES = new Set([400, 409, 422]);

export function sandboxSetupPages(options: SandboxAddress): SetupPages {
  const { get, post } = sandboxTransport(options);
  return {
    name: 'sandbox',
    async openPage({ currency, ...request }, signal) {
      const answer = await post('/setup-pages', { ...request, kinds: kindsFor(currency) }, signal);
      if (answer.kind === 'answered' && OUR_MISTAKES.has(answer.status)) throw new GatewayMisuse('setup_page_refused');
      const state = stateOf(answer, request.reference);
      return state.status === 'open' || state.status === 'unknown' ? state : unknown(`page_${state.status}`);
    },
    readPage: async ({ reference }, signal) => stateOf(await get('/setup-pages', reference, signal), reference),
  };
}

function stateOf(answer: HttpExchange, reference: string): SetupPageState {
  if (answer.kind !== 'answered') return unknown(answer.reason);
  if (answer.status < 200 || answer.status > 299) return unknown(`answered_${answer.status}`);
  const page = PageSchema.safeParse(jsonOf(answer.text)).data;
  if (page === undefined) return unknown('unreadable_answer');
  if (page.reference !== reference) return unknown('answer_of_another_page');
  const { id: gatewayReference, status, url, expiresAt, method } = page;
  if (status === 'open') return { status, gatewayReference, url, expiresAt };
  if (status !== 'completed') return { status };
  return method === undefined ? unknown('unreadable_answer') : { status, method };
}

const unknown = (reason: string): Unknown => ({ status: 'unknown', reason });
