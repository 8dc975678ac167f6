import { type Transition, VIEW, type WrittenIn } from 'statechart-host/contract';
import { type OrderView, orderWorkflowId, type ProjectedOrder } from '../../workflows/contract';
import { type ListingTools, listingFacts } from './project';
import { atAGlance, type EngineAccess } from './whereabouts';

/** What the read model is watched with. */
export interface WatchTools extends ListingTools {
  temporalClient: EngineAccess;
}

/** What is written of an order, as far as it is held against the order. */
export interface Written {
  tenantId: string;
  changeId: string;
  sequence: number;
  writtenIn: WrittenIn;
  latest: Transition | undefined;
}

/** An order that rests has few events after the task that wrote it. */
const LATEST_EVENTS = 12;

/** `unsure` is asked again: its task is under way, or the engine does not answer. */
export type Finding = 'happened' | 'corrected' | 'unsure';

/**
 * Holds what is written of an order against the order. A view is written before its task is committed; where that task is
 * lost together with what brought it, e.g. with the engine, nothing comes after it that would write the truth.
 */
export async function correctWrittenAhead(tools: WatchTools, written: Written): Promise<Finding> {
  const { temporalClient, store } = tools;
  const committed = await latestCommitted(temporalClient, written);
  if (committed.some((task) => isOfTask(written, task))) return 'happened';
  const now = await asked(temporalClient, written);
  if (now === null) return 'unsure';
  if (isSameMove(now, written)) return 'happened';
  const [latest] = committed;
  if (!now.settled || latest === undefined) return 'unsure';
  // As of the task before it: what the order writes next comes after that, and may not come after what was lost.
  const corrected: ProjectedOrder = { ...now, writtenIn: latest };
  const isCorrected = await store.orders.correct(written.writtenIn, corrected, await listingFacts(tools, corrected));
  return isCorrected ? 'corrected' : 'happened';
}

/** The tasks at the end of the history of the run, the latest first; none where nobody tells. Costs no worker anything. */
async function latestCommitted(client: EngineAccess, written: Written): Promise<WrittenIn[]> {
  const { workflowService, options } = client.workflow;
  const page = await answered(client, () =>
    workflowService.getWorkflowExecutionHistoryReverse({
      namespace: options.namespace,
      execution: { workflowId: workflowIdOf(written), runId: written.writtenIn.run },
      maximumPageSize: LATEST_EVENTS,
    }),
  );
  const events = page?.history?.events ?? [];
  return events.flatMap(({ workflowTaskCompletedEventAttributes: ended }) => {
    const startedEvent = Number(ended?.startedEventId ?? 0);
    const started = events.find(({ eventId }) => Number(eventId) === startedEvent)?.eventTime;
    if (!started) return [];
    const startedAt = new Date(Number(started.seconds) * 1_000 + Math.floor((started.nanos ?? 0) / 1e6)).toISOString();
    return [{ ...written.writtenIn, startedEvent, startedAt }];
  });
}

/** A task that was done again in its place has another time. */
const isOfTask = ({ writtenIn }: Written, { startedEvent, startedAt }: WrittenIn): boolean =>
  writtenIn.startedEvent === startedEvent && writtenIn.startedAt === startedAt;

/** The order itself; null where nobody answers, or there is none any more. */
const asked = (client: EngineAccess, written: Written): Promise<OrderView | null> =>
  answered(client, () => client.workflow.getHandle(workflowIdOf(written)).query<OrderView>(VIEW));

const answered = <Answer>(client: EngineAccess, ask: () => Promise<Answer>): Promise<Answer | null> =>
  atAGlance(client, ask).catch(() => null);

/** A move that is done again in a later task has another instant. */
function isSameMove(now: OrderView, { sequence, latest }: Written): boolean {
  const move = now.transitions.at(-1);
  return now.sequence === sequence && move?.at === latest?.at && move?.event === latest?.event;
}

const workflowIdOf = ({ tenantId, changeId }: Written): string => orderWorkflowId(tenantId, changeId);
