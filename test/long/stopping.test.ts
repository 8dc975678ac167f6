import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { GuardedProcess } from 'statechart-host/testing';
import { CONTACT } from '../support/flow-facts';
import { type ApiProcess, aroundNow, startApi, startWorker } from '../support/flow-processes';
import { oneRun } from '../support/flow-runs';
import type { Shop } from '../support/flow-shop';
import { type KeptAnswer, type KeptCall, KeptConnection } from '../support/keep-alive';
import { PATIENCE, until, within } from '../support/within';

const CALLERS = 20;
/** Seconds to wait for an order to settle; longer than a worker takes to start. */
const PATIENT = 45;
const LOOKS_EVERY_MS = 500;
/** Of API and worker, in milliseconds. */
const GRACE = 25_000;
/** Of an API that is told nothing else, in milliseconds. */
const DRAIN = 2_000;

interface Sent {
  /** By the clock of performance.now(). */
  at: number;
  port: string;
  tookMs: number;
  answer?: KeptAnswer;
  /** The code of the error that came in place of an answer. */
  failure?: string;
}

/** Callers who each change an order of their own again and again, on connections that they keep. */
class Load {
  readonly sent: Sent[] = [];
  readonly #shop: Shop;
  readonly #url: () => string;
  readonly #callers: Promise<void>[] = [];
  #isOver = false;

  /** @param url of the API that the next request goes to */
  constructor(shop: Shop, url: () => string) {
    this.#shop = shop;
    this.#url = url;
  }

  async start(): Promise<void> {
    const key = await this.#shop.stand.key('service');
    const period = aroundNow();
    for (let caller = 0; caller < CALLERS; caller += 1) {
      const { subscription } = await this.#shop.customer({ period });
      this.#callers.push(this.#call(key, subscription));
    }
    await until(PATIENCE, 'the load', async () => this.sent.length > 2 * CALLERS);
  }

  /** Resolves when everybody has their last answer. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await within(PATIENCE, Promise.all(this.#callers), 'the last answer');
  }

  async #call(key: string, subscriptionId: string): Promise<void> {
    const connection = new KeptConnection(key, CONTACT);
    const start = await this.#send(connection, 'POST', '/v1/changes', { subscriptionId, seats: 6 });
    const path = `/v1/changes/${start.answer?.body.changeId}`;
    for (let seats = 7; !this.#isOver; seats = 6 + (seats % 20)) {
      const edited = { type: 'EDIT', changes: [{ subscriptionId, seats }] };
      await this.#send(connection, 'POST', `${path}/events`, edited);
      const looked = await this.#send(connection, 'GET', path);
      // Nobody is there any more: not a loop that spins.
      if (looked.failure !== undefined) await pause(LOOKS_EVERY_MS);
    }
    connection.close();
  }

  /** Sends one request, again under the same key where the API says so, and resolves with its last outcome. */
  async #send(connection: KeptConnection, method: 'GET' | 'POST', path: string, body?: unknown): Promise<Sent> {
    const call = { body, wait: PATIENT, idempotencyKey: randomUUID() };
    for (;;) {
      const sent = await this.#sendOnce(connection, method, path, call);
      if (sent.answer?.status !== 503) return sent;
    }
  }

  async #sendOnce(connection: KeptConnection, method: 'GET' | 'POST', path: string, call: KeptCall): Promise<Sent> {
    const [at, url] = [performance.now(), this.#url()];
    const outcome = await connection.ask(method, `${url}${path}`, call).then(
      (answer) => ({ answer }),
      (error: NodeJS.ErrnoException) => ({ failure: error.code ?? error.message }),
    );
    const sent = { at, port: new URL(url).port, tookMs: performance.now() - at, ...outcome };
    this.sent.push(sent);
    return sent;
  }
}

/** Asks a process to end, and resolves with how it did and what that took, in milliseconds. */
async function stopped(process_: GuardedProcess): Promise<{ how: string; tookMs: number }> {
  const began = performance.now();
  process.kill(process_.pid, 'SIGTERM');
  const how = await within(PATIENCE, process_.ended, 'the end of the process');
  return { how, tookMs: performance.now() - began };
}

const isReady = async ({ url }: ApiProcess): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );

const failuresOf = (load: Load): Sent[] => load.sent.filter(({ failure }) => failure !== undefined);
/** Answers by their status, and the code of what went wrong. */
const answersOf = (load: Load): string[] => [
  ...new Set(load.sent.flatMap(({ answer }) => (answer ? [[answer.status, answer.body.code].join(' ').trim()] : []))),
];
const SERVED = ['200', '201'];

oneRun(
  'stopping under load',
  (shop) => {
    const running: GuardedProcess[] = [];
    const kept = async <P extends GuardedProcess>(starting: Promise<P>): Promise<P> => {
      const started = await starting;
      running.push(started);
      return started;
    };
    const worker = () => kept(startWorker(shop().stand));
    const api = () => kept(startApi(shop().stand));
    afterEach(() => Promise.all(running.splice(0).map((started) => started.stop())));

    it('an API that is the only one answers all it was sent, and refuses only what comes after its drain', async () => {
      const [one] = await Promise.all([api(), worker()]);
      const load = new Load(shop(), () => one.url);
      await load.start();
      const asked = performance.now();
      const ending = stopped(one);
      await until(PATIENCE, 'no readiness', async () => !(await isReady(one)));
      const unready = performance.now();
      const { how, tookMs } = await ending;
      await load.stop();
      expect(how).toContain('exit code 0');
      expect(tookMs).toBeLessThan(GRACE);
      expect(unready - asked).toBeLessThan(DRAIN);
      expect(failuresOf(load).filter(({ at, failure }) => failure !== 'ECONNREFUSED' || at < asked + DRAIN)).toEqual(
        [],
      );
      const late = load.sent.filter(({ at, answer }) => at > unready && answer !== undefined);
      expect(late.length).toBeGreaterThan(0);
      expect(late.filter(({ answer }) => answer?.headers.connection !== 'close')).toEqual([]);
    });

    it('one API of two stops behind a load balancer without a request that fails', async () => {
      const [one, two] = await Promise.all([api(), api(), worker()]);
      let ready = [one, two];
      const looking = setInterval(async () => {
        const looks = await Promise.all([one, two].map(isReady));
        ready = [one, two].filter((_, at) => looks[at]);
      }, LOOKS_EVERY_MS);
      let turn = 0;
      const load = new Load(shop(), () => {
        turn += 1;
        return (ready[turn % ready.length] ?? two).url;
      });
      await load.start();
      const { how, tookMs } = await stopped(one);
      const before = load.sent.length;
      await until(PATIENCE, 'work without it', async () => load.sent.length > before + 2 * CALLERS);
      await load.stop();
      clearInterval(looking);
      expect(how).toContain('exit code 0');
      expect(tookMs).toBeLessThan(GRACE);
      expect(failuresOf(load)).toEqual([]);
      expect(SERVED).toEqual(expect.arrayContaining(answersOf(load)));
    });

    it('one worker of two stops without an order that notices', async () => {
      const [one] = await Promise.all([worker(), worker()]);
      const load = new Load(shop(), () => shop().stand.url);
      await load.start();
      const { how, tookMs } = await stopped(one);
      const before = load.sent.length;
      await until(PATIENCE, 'work without it', async () => load.sent.length > before + 2 * CALLERS);
      await load.stop();
      expect(how).toContain('exit code 0');
      expect(tookMs).toBeLessThan(GRACE);
      expect(failuresOf(load)).toEqual([]);
      expect(SERVED).toEqual(expect.arrayContaining(answersOf(load)));
    });

    it('a worker that is the only one stops within its grace, and the next one goes on with its orders', async () => {
      const load = new Load(shop(), () => shop().stand.url);
      const one = await worker();
      await load.start();
      const { how, tookMs } = await stopped(one);
      await worker();
      const before = load.sent.length;
      await until(PATIENCE, 'work of the next one', async () => load.sent.length > before + 2 * CALLERS);
      await load.stop();
      expect(how).toContain('exit code 0');
      expect(tookMs).toBeLessThan(GRACE);
      expect(failuresOf(load)).toEqual([]);
      // Nobody takes an update while there is no worker, and whoever waits long enough is told to come again.
      expect([...SERVED, '503 unavailable']).toEqual(expect.arrayContaining(answersOf(load)));
    });

    describe('with a charge under way', () => {
      let gateway: Server;
      let charging: Promise<ServerResponse>;

      /** A gateway that takes the money and then keeps the worker waiting. */
      const placeSlowly = async () => {
        gateway = createServer();
        charging = once(gateway, 'request').then(([, response]) => response as ServerResponse);
        gateway.listen(0, '127.0.0.1');
        await once(gateway, 'listening');
        const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/`;
        await shop().stand.payments().script({ fault: 'callback', operation: 'charge', when: 'after_commit', url });
        const claire = await shop().customer({ period: aroundNow() });
        const checkout = await claire.checkOut({ seats: 8 });
        const { changeId } = checkout;
        const order = { body: { type: 'PLACE_ORDER' }, expect: [200, 202] };
        void claire.ask('POST', `/v1/changes/${changeId}/events`, order).catch(() => undefined);
        return { claire, changeId, answer: await charging };
      };
      afterEach(() => gateway.close());

      it('a worker that stops ends what it has begun with a gateway', async () => {
        const one = await worker();
        const { claire, changeId, answer } = await placeSlowly();
        const ending = stopped(one);
        await pause(1_000);
        answer.end();
        expect((await ending).how).toContain('exit code 0');
        await worker();
        expect(await claire.reaches(changeId, 'completed')).toMatchObject({ payment: { status: 'paid' } });
        expect(await claire.gatewayBook(changeId)).toHaveLength(1);
      });

      it('a worker that is asked a second time ends at once', async () => {
        const one = await worker();
        const { answer } = await placeSlowly();
        process.kill(one.pid, 'SIGTERM');
        await pause(1_000);
        const { how, tookMs } = await stopped(one);
        expect(how).toContain('signal SIGTERM');
        expect(tookMs).toBeLessThan(5_000);
        answer.end();
      });
    });
  },
  { workersOfItsOwn: true },
);
