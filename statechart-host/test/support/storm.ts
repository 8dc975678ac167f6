import { isGrpcServiceError, ServiceError, type WorkflowHandle } from '@temporalio/client';
import { type HostedView, NUDGE, SEND, VIEW } from 'statechart-host/contract';
import { until } from '../../../test/support/within';
import type { Counted } from '../fixtures/growing-old';
import { sentAgain } from './sent-again';
import { runsOf, type WorkerStand } from './worker-stand';

type View = HostedView<Counted>;

/** Of gRPC. */
const FAILED_PRECONDITION = 9;
/** The server lets ten updates of a workflow be under way. */
const SENDERS = 10;
/** A worker stops and another one starts whenever so many updates more are answered. */
const RESTARTED_AFTER = 90;

interface Storm {
  /** Of each sender: an update, and signals beside it. */
  rounds: number;
  signals: number;
  /** Events of the history after which the machine continues as new. */
  continueAfter: number;
  /** Milliseconds in which the last signal must have been taken. */
  patience: number;
}

/** Sends numbers from many senders at once, each number once. @returns how many there were, and the answers that were untrue */
async function sendStorm(
  stand: WorkerStand,
  handle: WorkflowHandle,
  { rounds, signals }: Storm,
): Promise<{ sent: number; untrue: View[] }> {
  const untrue: View[] = [];
  let sent = 0;
  let answered = 0;
  let restarting = Promise.resolve();
  const next = (from: string) => {
    sent += 1;
    return { type: 'ADD', number: sent, from };
  };
  const update = async (from: string): Promise<void> => {
    const event = next(from);
    const options = { updateId: `number-${event.number}`, args: [event] as [object] };
    const answer = await sentAgain(() => handle.executeUpdate<View, [object]>(SEND, options));
    if (answer.details.latest[from] !== event.number || !answer.settled) untrue.push(answer);
    answered += 1;
    if (answered % RESTARTED_AFTER === 0) restarting = restarting.then(() => stand.restart());
  };
  const send = async (from: string): Promise<void> => {
    for (let round = 0; round < rounds; round += 1) {
      const hints = Array.from({ length: signals }, () => handle.signal(NUDGE, next('signals')));
      await Promise.all([update(from), ...hints]);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, (_, one) => send(`sender ${one}`)));
  await restarting;
  return { sent, untrue };
}

/** A storm over a counter while workers come and go; nothing may be lost, done twice or answered wrongly. */
export async function expectCalmAfter(stand: WorkerStand, storm: Storm): Promise<{ sent: number; runs: number }> {
  const handle = await stand.start('countingWorkflow', storm.continueAfter);
  const { sent, untrue } = await sendStorm(stand, handle, storm);
  // A run that has only just begun answers no question yet.
  const count = (): Promise<number> => handle.query<View>(VIEW).then(({ details }) => details.count, isNotYet);
  await until(storm.patience, 'the last signal', async () => (await count()) >= sent);
  await handle.executeUpdate(SEND, { args: [{ type: 'STOP' }] });
  const sum = (sent * (sent + 1)) / 2;
  const counted = { count: sent, sum, squares: (sum * (2 * sent + 1)) / 3 };
  expect(untrue).toEqual([]);
  expect(await handle.result()).toMatchObject({ status: 'done', details: counted, sequence: sent + 2 });
  return { sent, runs: (await runsOf(stand.client, handle)).length };
}

/** @throws whatever else is wrong */
function isNotYet(error: unknown): number {
  if (error instanceof ServiceError && isGrpcServiceError(error.cause) && error.cause.code === FAILED_PRECONDITION)
    return 0;
  throw error;
}
