import type { BenchOptions } from '../options';
import { atMost, type PartReport } from '../report/report';
import { median, spread } from '../report/statistics';
import type { Recipe } from '../temporal/bundle';
import { HAND_WRITTEN, OURS, startContender } from '../temporal/contenders';
import { type Engine, startEngine } from '../temporal/engine';
import { placeGoldenOrder } from '../temporal/golden-path';
import { Replayer, type ReplayTime } from '../temporal/replayer';

const WARM_UP = 100;
const REPLAYS = 50;
const TURNS_PER_ROUND = 3;

/**
 * What the host and the statechart cost over a hand-written workflow, and what a replay costs. One real history of each
 * is replayed in turns; both have the same events, activations and payloads, so the difference is the workflow's code.
 */
export async function measureHost({ rounds }: BenchOptions): Promise<PartReport[]> {
  const engine = await startEngine();
  const replayers: Replayer[] = [];
  try {
    for (const recipe of [OURS, HAND_WRITTEN]) replayers.push(await recordOne(engine, recipe));
    const [ours, handWritten] = replayers;
    if (ours === undefined || handWritten === undefined) throw new Error('Nothing was recorded.');
    const turns = await inTurns(ours, handWritten, rounds * TURNS_PER_ROUND);
    return [report(turns, ours.events, handWritten.events)];
  } finally {
    await Promise.all(replayers.map((replayer) => replayer.close()));
    await engine.stop();
  }
}

async function recordOne(engine: Engine, recipe: Recipe): Promise<Replayer> {
  const contender = await startContender(engine, recipe);
  const handle = await placeGoldenOrder(engine.client, contender.taskQueue);
  const history = await handle.fetchHistory();
  await contender.stop();
  return new Replayer(contender.workflowBundle, history, handle.workflowId);
}

interface Turns {
  ours: ReplayTime[];
  handWritten: ReplayTime[];
}

async function inTurns(ours: Replayer, handWritten: Replayer, count: number): Promise<Turns> {
  await ours.replay(WARM_UP);
  await handWritten.replay(WARM_UP);
  const turns: Turns = { ours: [], handWritten: [] };
  for (let turn = 0; turn < count; turn += 1) {
    turns.ours.push(await ours.replay(REPLAYS));
    turns.handWritten.push(await handWritten.replay(REPLAYS));
  }
  return turns;
}

function report(turns: Turns, ourEvents: number, theirEvents: number): PartReport {
  const overhead = turns.ours.map(({ processor }, turn) => processor - (turns.handWritten[turn]?.processor ?? 0));
  const perEvent = turns.ours.map(({ processor }) => processor / ourEvents);
  const row = (name: string, events: number, times: ReplayTime[]): string[] => [
    name,
    String(events),
    spread(times.map(({ processor }) => processor)),
    spread(times.map(({ elapsed }) => elapsed)),
  ];
  return {
    title: 'Replay of one golden history',
    columns: ['', 'events', 'CPU ms per replay', 'elapsed ms per replay'],
    rows: [row('ours', ourEvents, turns.ours), row('hand-written', theirEvents, turns.handWritten)],
    notes: [
      `${turns.ours.length} turns of ${REPLAYS} replays each, ours and hand-written by turns, on a worker thread as in a ` +
        'worker. CPU is that of the whole process; the host costs the difference within a turn.',
    ],
    verdicts: [
      atMost('CPU of the host over hand-written, an order', 2, median(overhead), ' ms', `${spread(overhead)} ms`),
      atMost('CPU of a replay, an event', 1, median(perEvent), ' ms', `${spread(perEvent)} ms`),
    ],
  };
}
