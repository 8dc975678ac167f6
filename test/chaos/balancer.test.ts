import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Balancer, startBalancer } from '../../chaos/drill/balancer';
import { PATIENCE, until } from '../support/within';

/** An API that counts what it is asked, and says whether it is ready. */
async function startApi(name: string, port = 0) {
  const asked: string[] = [];
  const api = { isReady: true, hangsUp: false };
  const server: Server = createServer((request, answer) => {
    if (request.url === '/readyz') return void answer.writeHead(api.isReady ? 200 : 503).end();
    asked.push(`${request.method} ${request.url}`);
    if (api.hangsUp) return void answer.destroy();
    request.pipe(answer.writeHead(200, { 'x-api': name }));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: at } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    ...api,
    url: `http://127.0.0.1:${at}`,
    port: at,
    asked,
    set: (more: Partial<typeof api>) => Object.assign(api, more),
    close,
  };
}
type Api = Awaited<ReturnType<typeof startApi>>;

let apis: [Api, Api];
let balancer: Balancer;
beforeEach(async () => {
  apis = [await startApi('one'), await startApi('two')];
  balancer = await startBalancer(apis.map(({ url }) => url));
});
afterEach(async () => {
  await balancer.close();
  for (const api of apis) await api.close().catch(() => undefined);
});

const say = async (words: string): Promise<string | null> => {
  const answer = await fetch(`${balancer.url}/v1/changes`, { method: 'POST', body: words });
  expect(await answer.text()).toBe(answer.status === 200 ? words : '');
  return answer.headers.get('x-api') ?? String(answer.status);
};

describe('the balancer of a drill', () => {
  it('requests go to both APIs, and to the one that is ready while the other is not', async () => {
    expect([await say('a'), await say('b')].sort()).toEqual(['one', 'two']);
    apis[0].set({ isReady: false });
    await until(PATIENCE, 'the balancer to look', async () => {
      const [first, second] = [await say('c'), await say('d')];
      return first === 'two' && second === 'two';
    });
  });

  it('a request that could not be brought to one API is brought to the other, and one that may have been heard is not', async () => {
    await apis[0].close();
    for (const words of ['a', 'b', 'c']) expect(await say(words)).toBe('two');
    apis[1].set({ hangsUp: true });
    const before = apis[1].asked.length;
    await expect(say('d')).rejects.toThrow();
    expect(apis[1].asked).toHaveLength(before + 1);
  });

  it('a request goes to an API that nobody has found ready yet where the one that was is gone', async () => {
    apis[0].set({ isReady: false });
    await balancer.close();
    balancer = await startBalancer(apis.map(({ url }) => url));
    await apis[1].close();
    expect([await say('a'), balancer.unserved]).toEqual(['one', 0]);
  });

  it('whoever asks while no API is there is told to come again, and is served once one is', async () => {
    const { port } = apis[1];
    for (const api of apis) await api.close();
    expect(await say('a')).toBe('503');
    expect(balancer.unserved).toBe(1);
    apis[1] = await startApi('two', port);
    expect(await say('b')).toBe('two');
  });
});
