import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { ApiClient } from '../dev/stack/api-client';
import { PEOPLE, putSampleData } from '../dev/stack/sample-data';
import { openTemporalAt } from '../dev/stack/temporal';
import { connectStore } from '../store/index';
import { BUILDS_USED } from './checks/builds-used';
import type { AtRest } from './checks/check';
import { CHAOS_CHECKS } from './checks/checks';
import { Meanwhile } from './checks/meanwhile';
import { SERVED } from './checks/served';
import { planDrill } from './drill/plan';
import { keepEvidence } from './evidence';
import { inflict } from './faults/inflict';
import { type PlannedFault, planFaults } from './faults/plan';
import { type Fault, keepTimetable } from './faults/timetable';
import type { ChaosOptions } from './options';
import { GoodClient } from './orders/good-client';
import { Journal } from './orders/journal';
import { planOrders } from './orders/plan';
import { live, type StoryOfOrder, storyOf } from './orders/story';
import { Support } from './orders/support';
import { type Random, seeded } from './random';
import { type Report, requestsOf } from './report';
import { ordersAtRest, tellAgain, untilAtRest } from './rest';
import type { ChaosStack } from './stack/stack';

const AT_REST_WITHIN_MS = 180_000;
const TELLS_EVERY_MS = 5_000;
const CALM_AFTER_MS = 5_000;
/** A real gateway waits for longer; then its customers would wait too. */
const GATEWAY_TELLS_AGAIN_EVERY_MS = 15_000;

/** Lets the customers buy while things go wrong, waits until everything is at rest, and looks at everything. */
export async function runChaos(options: ChaosOptions, stack: ChaosStack, say: (line: string) => void): Promise<Report> {
  const startedAt = Date.now();
  const random = seeded(options.seed);
  const stories = planOrders(options.orders, random).map(storyOf);
  const planned = plannedFor(options, random);
  const giveUp = new AbortController();
  setMaxListeners(0, giveUp.signal);
  const journal = new Journal(giveUp.signal);
  await putSampleData(new ApiClient(stack.urls[0] ?? '', stack.staffKeys.service));
  stack.vies.script({ kind: 'error', code: 'MS_UNAVAILABLE' });
  const faults: Fault[] = [];
  const progress = tellProgress({ stories, faults, startedAt }, say);
  const telling = setInterval(() => void tellAgain(stories, stack.gateway), GATEWAY_TELLS_AGAIN_EVERY_MS);
  const temporal = await openTemporalAt(stack.temporalAt);
  const store = await connectStore(stack.below.mongoUri);
  const meanwhile = new Meanwhile({ temporal, store, underWay: () => underWay(stories), isCalm: () => isCalm(faults) });
  meanwhile.start();
  const buying = buy(stories, stack, journal);
  const ordersOver = () => stories.filter(({ endedAt }) => endedAt !== null).length;
  await keepTimetable(planned, { ordersOver, startedAt, inflict: (fault) => inflict(fault, stack) }, faults);
  await untilAllStarted(stories, giveUp);
  stack.vies.script(null);
  const deadline = setTimeout(() => giveUp.abort(new Error('it did not come to rest in time')), AT_REST_WITHIN_MS);
  try {
    await untilAtRest({ stories, temporal, gateway: stack.gateway }, giveUp.signal);
    clearTimeout(deadline);
    giveUp.abort(new Error('it did not come to rest in time'));
    await buying;
    await meanwhile.stop();
    const orders = await ordersAtRest({ stories, temporal });
    const movements = stack.gateway.movements();
    const rest: AtRest = { stories, orders, journal, faults, store, temporal, movements, stack };
    const results: Report['results'] = [{ name: 'read model meanwhile', findings: meanwhile.findings }];
    for (const { name, run } of options.isDrill ? [...CHAOS_CHECKS, BUILDS_USED, SERVED] : CHAOS_CHECKS) {
      say(`Everything is at rest. Looking at: ${name}`);
      results.push({ name, findings: await run(rest).catch(couldNotLook) });
    }
    if (options.evidence !== undefined) await keepEvidence(options.evidence, { results }, rest);
    const requests = requestsOf(journal, stack.balancer?.unserved ?? 0);
    return { options, stories, faults, requests, results, took: Date.now() - startedAt };
  } finally {
    clearInterval(progress);
    clearInterval(telling);
    await meanwhile.stop();
    await store.close();
    await temporal.connection.close();
  }
}

function plannedFor({ isDrill, calm, orders }: ChaosOptions, random: Random): PlannedFault[] {
  if (isDrill) return planDrill(orders);
  return calm ? [] : planFaults(orders, random);
}

const underWay = (stories: readonly StoryOfOrder[]): string[] =>
  stories.flatMap(({ changeId, endedAt }) => (changeId === null || endedAt !== null ? [] : [changeId]));

/** Everything is up, and has been for as long as it takes to find its feet again. */
const isCalm = (faults: readonly Fault[]): boolean =>
  faults.every(({ mendedAt }) => mendedAt !== null && Date.now() - mendedAt > CALM_AFTER_MS);

const couldNotLook = (error: unknown): string[] => [`nobody could look: ${String(error)}`];

/** Resolves once every order was started, or no further one was for too long. */
async function untilAllStarted(stories: readonly StoryOfOrder[], giveUp: AbortController): Promise<void> {
  let left = stories.length;
  for (let since = Date.now(); ; await pause(TELLS_EVERY_MS)) {
    const now = stories.filter(isNotStarted).length;
    if (now === 0) return;
    if (now < left) since = Date.now();
    left = now;
    if (Date.now() - since < AT_REST_WITHIN_MS) continue;
    giveUp.abort(new Error('it was never started'));
    return;
  }
}

const isNotStarted = ({ changeId, endedAt }: StoryOfOrder): boolean => changeId === null && endedAt === null;

/** Each client makes one order after the other, until there is none left. */
async function buy(stories: readonly StoryOfOrder[], stack: ChaosStack, journal: Journal): Promise<void> {
  const { urls, clientKeys, staffKeys, gateway } = stack;
  const staff = (key: string): GoodClient => new GoodClient(urls, key, journal);
  const people = {
    agent: staff(staffKeys.support_agent),
    lead: staff(staffKeys.support_lead),
    secondLead: staff(staffKeys.second_lead),
  };
  const support = new Support(people, gateway);
  const waiting = [...stories];
  const contact = PEOPLE.claire;
  const client = async (key: string, startsAt: number): Promise<void> => {
    const customer = new GoodClient(urls, key, journal, { onBehalfOf: contact, startsAt });
    for (let story = waiting.shift(); story !== undefined; story = waiting.shift()) {
      await live(story, { customer, contact, support, gateway, journal });
    }
  };
  await Promise.all(clientKeys.map(client));
}

function tellProgress(
  { stories, faults, startedAt }: { stories: readonly StoryOfOrder[]; faults: readonly Fault[]; startedAt: number },
  say: (line: string) => void,
): NodeJS.Timeout {
  return setInterval(() => {
    const over = stories.filter(({ endedAt }) => endedAt !== null).length;
    const underWay = stories.filter(({ changeId, endedAt }) => changeId !== null && endedAt === null);
    const states = underWay.slice(0, 6).map(({ order }) => order?.state ?? 'starting');
    const seconds = Math.round((Date.now() - startedAt) / 1_000);
    say(
      `${seconds} s: ${over} of ${stories.length} orders over, ${underWay.length} under way (${states.join(', ')}), ${faults.length} faults, the last ${faults.at(-1)?.kind ?? 'none'}`,
    );
  }, TELLS_EVERY_MS);
}
