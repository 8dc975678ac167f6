import type { WorkflowHandle } from '@temporalio/client';
import { TENANT } from '../../dev/stack/prepare-store';
import { orderWorkflowId } from '../../workflows/contract';
import { BUILDS } from '../drill/builds';
import type { Fault } from '../faults/timetable';
import type { AtRest, ChaosCheck } from './check';

type HistoryEvent = NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>[number];

/** A workflow task of an order: its build, and in milliseconds since 1970 when it was asked for and when it was done. */
interface Task {
  build: string;
  askedAt: number;
  doneAt: number;
}

/** Between one deed of the operator and the next, in milliseconds since 1970. */
interface Span {
  from: number;
  until: number;
}

const [BEFORE, AFTER] = BUILDS;
/** A task that was asked for right after a roll back may still be given by what was known before. */
const FOLLOWED_WITHIN_MS = 2_000;

/** Orders have gone to and fro between both builds as the operator had it. */
export const BUILDS_USED: ChaosCheck = {
  name: 'orders on both builds',
  async run(rest) {
    const orders = await Promise.all(rest.orders.map(({ changeId }) => tasksOf(rest, changeId)));
    const without = orders.filter(({ length }) => length === 0).length;
    return [
      ...(without > 0 ? [`${without} orders do not say which build moved them on`] : []),
      ...sharedFindings(orders, spanOf(rest.faults, 'build_ramped')),
      ...(orders.some((tasks) => goes(tasks, BEFORE, AFTER)) ? [] : ['no order went on from build 1 to build 2']),
      ...(orders.some((tasks) => goes(tasks, AFTER, BEFORE)) ? [] : ['no order went back from build 2 to build 1']),
      ...returnFindings(orders, spanOf(rest.faults, 'build_rolled_back')),
    ];
  },
};

/** While build 2 has a share, both have some. */
function sharedFindings(orders: readonly Task[][], ramp: Span | null): string[] {
  if (ramp === null) return ['build 2 was given no share'];
  const during = orders.flat().filter(({ askedAt, doneAt }) => askedAt >= ramp.from && doneAt <= ramp.until);
  return BUILDS.filter((build) => !during.some((task) => task.build === build)).map(
    (build) => `nothing was done by ${build} while orders were shared`,
  );
}

/** What begins after the roll back begins on build 1. */
function returnFindings(orders: readonly Task[][], back: Span | null): string[] {
  if (back === null) return ['nobody went back to build 1'];
  const begun = orders
    .flatMap(([first]) => first ?? [])
    .filter(({ askedAt, doneAt }) => askedAt >= back.from + FOLLOWED_WITHIN_MS && doneAt <= back.until);
  const astray = begun.filter(({ build }) => build !== BEFORE).length;
  if (begun.length === 0) return ['no order began after the roll back'];
  return astray > 0 ? [`${astray} of ${begun.length} orders began on another build after the roll back`] : [];
}

const goes = (tasks: readonly Task[], from: string, to: string): boolean =>
  tasks.some(({ build }, index) => build === to && tasks[index - 1]?.build === from);

/** From when a deed was done, and held for as long as it is, until the next one began; null where it was not done. */
function spanOf(faults: readonly Fault[], kind: Fault['kind']): Span | null {
  const deeds = faults.filter((fault) => fault.kind.startsWith('build_'));
  const index = deeds.findIndex((deed) => deed.kind === kind);
  const { mendedAt, lasts } = deeds[index] ?? { mendedAt: null, lasts: 0 };
  if (mendedAt === null) return null;
  const next = deeds[index + 1];
  return { from: mendedAt - lasts, until: next?.mendedAt ? next.mendedAt - next.took : Infinity };
}

/** The tasks of an order, as its history tells. */
async function tasksOf({ temporal }: AtRest, changeId: string): Promise<Task[]> {
  const { events } = await temporal.workflow.getHandle(orderWorkflowId(TENANT, changeId)).fetchHistory();
  const at = new Map((events ?? []).map((event) => [String(event.eventId), instantOf(event)]));
  return (events ?? []).flatMap((event) => {
    const done = event.workflowTaskCompletedEventAttributes;
    const build = done?.deploymentVersion?.buildId;
    return build ? [{ build, askedAt: at.get(String(done.scheduledEventId)) ?? 0, doneAt: instantOf(event) }] : [];
  });
}

const instantOf = ({ eventTime }: HistoryEvent): number =>
  Number(eventTime?.seconds ?? 0) * 1_000 + Number(eventTime?.nanos ?? 0) / 1_000_000;
