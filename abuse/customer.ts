import type { ApiClient } from '../dev/stack/api-client';
import { PEOPLE, SAMPLE } from '../dev/stack/sample-data';

interface Answered {
  changeId: string;
  state: string;
}

/** Seconds that an order may take from its start to its end. */
const WITHIN_SECONDS = 60;

/** Buys one seat more, or gives one back, and is done when the order is. @throws Error when it is not */
export async function buy(api: ApiClient, seats: number): Promise<void> {
  const options = { onBehalfOf: PEOPLE.claire, wait: WITHIN_SECONDS };
  const wish = { subscriptionId: SAMPLE.crash.subscription, seats };
  const { changeId } = await expectState('reviewing', api.post<Answered>('/v1/changes', wish, options));
  const events = `/v1/changes/${changeId}/events`;
  await expectState('verifying', api.post<Answered>(events, { type: 'CHECKOUT' }, options));
  await expectState('completed', api.post<Answered>(events, { type: 'PLACE_ORDER' }, options));
}

async function expectState(state: string, answer: Promise<{ status: number; body: Answered }>): Promise<Answered> {
  const { status, body } = await answer;
  if (body.state !== state)
    throw new Error(`The customer was answered ${status}, not ${state}: ${JSON.stringify(body)}`);
  return body;
}
