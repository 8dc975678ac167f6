import { Client, Connection } from '@temporalio/client';
import { untilReady } from 'statechart-host/testing';
import { completeNamespace, missingInNamespace } from '../../../server/api/requirements';
import { openScriptedTemporal, type ScriptedAnswer } from '../../support/scripted-temporal';
import type { OpenProxy } from '../../support/tls-proxy';

const namespace = 'billing.a1b2c';
const COMMAND =
  'tcld namespace search-attributes add --namespace "billing.a1b2c" --search-attribute "AvenantStuck=Keyword"';
const WELL = { status: 0 };

describe('what a namespace must have', () => {
  const asked: string[] = [];
  const open: (OpenProxy | Connection)[] = [];
  /** A server that answers so when it is asked for its search attributes. */
  const serverThat = async (says: ScriptedAnswer, ofNamespace: ScriptedAnswer = WELL): Promise<string> => {
    const server = await openScriptedTemporal((method) => {
      asked.push(method);
      if (method === 'DescribeNamespace') return ofNamespace;
      return method === 'ListSearchAttributes' ? says : WELL;
    });
    open.push(server);
    return server.address;
  };
  const clientOf = async (...says: Parameters<typeof serverThat>): Promise<Client> => {
    const connection = await Connection.connect({ address: await serverThat(...says), interceptors: [] });
    open.unshift(connection);
    return new Client({ connection, namespace });
  };
  afterEach(() => asked.splice(0));
  afterAll(async () => {
    for (const one of open) await one.close();
  });

  it.each([
    ['does not permit anybody to ask', 7],
    ['knows no such question', 12],
  ])('a server that %s has its search attributes made by hand, and none by us', async (_, status) => {
    const client = await clientOf({ status });
    expect(await missingInNamespace(client)).toEqual({ byHand: COMMAND });
    expect(await completeNamespace(client)).toEqual({ byHand: COMMAND });
    expect(asked).not.toContain('AddSearchAttributes');
  });

  it('a server that tells is told what is missing, and one that fails is not taken for one that does not tell', async () => {
    const missing = ['search attribute AvenantStuck (Keyword)'];
    expect(await missingInNamespace(await clientOf(WELL))).toEqual(missing);
    const internal = 13;
    await expect(missingInNamespace(await clientOf({ status: internal }))).rejects.toMatchObject({ code: internal });
  });

  it('a key that a cloud does not take any more is told from a question that it never answers', async () => {
    const refused = { status: 7, message: 'Request unauthorized.' };
    await expect(missingInNamespace(await clientOf(refused, refused))).rejects.toMatchObject({ code: 7 });
  });

  it('a server that does not tell its search attributes is waited for no longer than until it answers', async () => {
    const target = { address: await serverThat({ status: 7 }), namespace, searchAttributes: ['AvenantStuck'] };
    await expect(untilReady(target, AbortSignal.timeout(5_000))).resolves.toBeUndefined();
  });
});
