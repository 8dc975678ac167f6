import { setTimeout as pause } from 'node:timers/promises';
import { isGrpcServiceError } from '@temporalio/client';
import { SECOND } from '../../billing/calendar/durations';
import { DEPLOYMENT } from '../../workflows/contract';
import { type Deployment, type DeploymentAccess, type Routing, readDeployment } from './deployment';
import { routingInWords } from './words';

/** Somebody else has changed who takes what; nothing of theirs was changed back. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/** Something was asked for, and how it ended is not known. */
export class Unsettled extends Error {
  override readonly name = 'Unsettled';
}

/** A build is known some seconds after its first worker asks for work, and a change takes up to some seconds. */
const SETTLED_WITHIN = 40 * SECOND;
const CALL_LIMIT = 20 * SECOND;
const LOOKS_EVERY = SECOND / 2;

/** Of gRPC: INVALID_ARGUMENT, PERMISSION_DENIED, UNIMPLEMENTED and UNAUTHENTICATED. */
const REFUSALS: ReadonlySet<number> = new Set([3, 7, 12, 16]);
/** Of gRPC: FAILED_PRECONDITION, where the conflict token is an old one for example, and NOT_FOUND, of a build that is not known yet. */
const [UNFIT, UNKNOWN] = [9, 5];

/**
 * Has it become as it is wanted: who is current first, and then who takes a share, which Temporal leaves as it is where another build
 * becomes current. Each step is refused by Temporal where anybody has changed something since it was looked at.
 *
 * @param seen how it was when it was decided
 * @throws Overtaken, Unsettled, or what Temporal says where it refuses
 */
export async function change(client: DeploymentAccess, seen: Routing, wanted: Routing): Promise<void> {
  const course = new Course(seen, wanted);
  for (const end = Date.now() + SETTLED_WITHIN; ; await pause(LOOKS_EVERY)) {
    const now = await course.look(client);
    if (now !== null && isSame(now, wanted)) return;
    const isOver = Date.now() >= end;
    if (isOver) throw course.unsettled();
    await course.step(client, now);
  }
}

/** How far it is on its way from what was seen to what is wanted. */
class Course {
  readonly #seen: Routing;
  readonly #wanted: Routing;
  /** Whether a step was taken, or may have been. */
  #hasBegun = false;
  #now: Routing;
  #trouble: unknown;
  #unfitToken: string | undefined;

  constructor(seen: Routing, wanted: Routing) {
    this.#seen = seen;
    this.#wanted = wanted;
    this.#now = seen;
  }

  async look(client: DeploymentAccess): Promise<Deployment | null> {
    const now = await readDeployment(client).catch((error: unknown) => this.#fail(error));
    this.#now = now ?? this.#now;
    if (now !== null && !this.#isOnTheWay(now)) {
      throw new Overtaken(
        `Somebody else has changed it meanwhile: ${routingInWords(now)}. Ask again if it is still wanted.`,
      );
    }
    return now;
  }

  async step(client: DeploymentAccess, now: Deployment | null): Promise<void> {
    const { current, ramping } = this.#wanted;
    const token = now?.conflictToken;
    try {
      await client.withDeadline(Date.now() + CALL_LIMIT, () =>
        (now?.current ?? null) === current ? setRamp(client, ramping, token) : setCurrent(client, current, token),
      );
      this.#hasBegun = true;
    } catch (error) {
      this.#trouble = error;
      const code = isGrpcServiceError(error) ? Number(error.code) : undefined;
      if (code === UNKNOWN) return;
      if (code === undefined || REFUSALS.has(code)) this.#fail(error);
      if (code !== UNFIT) this.#hasBegun = true;
      // What is unfit for how it stands now is so the next time too.
      else if (textOf(token) === this.#unfitToken) this.#fail(error);
      else this.#unfitToken = textOf(token);
    }
  }

  /** The last trouble itself where nothing can have been changed, else what is known. */
  unsettled(): unknown {
    if (!this.#hasBegun) return this.#trouble;
    const reason = this.#trouble instanceof Error ? ` (${this.#trouble.message})` : '';
    return new Unsettled(
      `Temporal has not told in time what became of it${reason}. Seen last: ${routingInWords(this.#now)}. \`avenant deployment status\` tells how it stands.`,
    );
  }

  #fail(error: unknown): never {
    this.#trouble = error;
    throw this.unsettled();
  }

  #isOnTheWay(now: Routing): boolean {
    const { current } = this.#wanted;
    const { ramping } = this.#seen;
    // Temporal ends a share where that very build becomes current.
    const halfway = { current, ramping: ramping?.buildId === current ? null : ramping };
    return [this.#seen, this.#wanted, halfway].some((one) => isSame(now, one));
  }
}

const textOf = (token: Token): string => Buffer.from(token ?? []).toString('hex');

const isSame = (one: Routing, other: Routing): boolean =>
  one.current === other.current &&
  (one.ramping === null) === (other.ramping === null) &&
  one.ramping?.buildId === other.ramping?.buildId &&
  one.ramping?.percent === other.ramping?.percent;

type Token = Uint8Array | undefined;

const asked = ({ workflow }: DeploymentAccess, buildId: string | null, conflictToken: Token) => ({
  namespace: workflow.options.namespace,
  identity: workflow.options.identity,
  deploymentName: DEPLOYMENT,
  buildId: buildId ?? '',
  ...(conflictToken === undefined ? {} : { conflictToken }),
});

const setCurrent = (client: DeploymentAccess, buildId: string | null, token: Token): Promise<unknown> =>
  client.workflow.connection.workflowService.setWorkerDeploymentCurrentVersion(asked(client, buildId, token));

const setRamp = (client: DeploymentAccess, ramp: Routing['ramping'], token: Token): Promise<unknown> =>
  client.workflow.connection.workflowService.setWorkerDeploymentRampingVersion({
    ...asked(client, ramp?.buildId ?? null, token),
    percentage: ramp?.percent ?? 0,
  });
