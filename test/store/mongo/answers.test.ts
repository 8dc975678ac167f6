import { type Connection, mongo } from 'mongoose';
import { askServer } from '../../../store/mongo/answers';
import { StoreUnavailable } from '../../../store/mongo/availability';

/** A connection whose server answers all but what its parameters are, by what the driver has made of an address. */
function connectionTo(parameters: () => Promise<object>, options: object = { tls: true }): Connection {
  const command = async (asked: object): Promise<object> => {
    if ('getParameter' in asked) return parameters();
    return 'hello' in asked ? { isWritablePrimary: true } : { version: '8.0.16' };
  };
  const client = {
    db: () => ({ command }),
    writeConcern: { w: 'majority' },
    readPreference: { mode: 'primary' },
    options,
  };
  return { getClient: () => client, models: {} } as unknown as Connection;
}

const refusing = (code: number) => () => Promise.reject(new mongo.MongoServerError({ message: 'no', code }));

describe('what a MongoDB is asked', () => {
  it.each([
    ['does not let our user ask', 13],
    ['is a router, which has no such parameter', 72],
    ['is a small one of the cloud, which does not tell', 8_000],
  ])('a server that %s is judged without its parameters', async (_, code) => {
    await expect(askServer(connectionTo(refusing(code)))).resolves.toMatchObject({
      buildInfo: { version: '8.0.16' },
      parameters: null,
    });
  });

  it.each([
    ['tls=true', true],
    ['tls=false', true],
    ['tls=true&tlsAllowInvalidHostnames=false', true],
    ['tls=true&tlsAllowInvalidHostnames=true', false],
    ['tls=true&tlsAllowInvalidCertificates=true', false],
    ['tls=true&tlsInsecure=true', false],
  ])('the driver by the options %s verifies the certificate: %s', async (query, verifiesCertificate) => {
    const client = new mongo.MongoClient(`mongodb://mongo.example/?${query}`);
    const answers = await askServer(connectionTo(async () => ({}), client.options));
    expect(answers.driver).toMatchObject({ verifiesCertificate });
  });

  it.each([
    ['', false],
    ['directConnection=true', true],
    ['directConnection=false', false],
  ])('the driver by the options "%s" speaks to one server alone: %s', async (query, isDirect) => {
    const client = new mongo.MongoClient(`mongodb://mongo.example/?${query}`);
    const answers = await askServer(connectionTo(async () => ({}), client.options));
    expect(answers.driver).toMatchObject({ isDirect });
  });

  it('a server that stops while it is asked is one that could not be reached', async () => {
    const shutdownInProgress = 91;
    await expect(askServer(connectionTo(refusing(shutdownInProgress)))).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it('a fault of ours is none of the server', async () => {
    const fault = new TypeError('ours');
    await expect(askServer(connectionTo(() => Promise.reject(fault)))).rejects.toBe(fault);
  });
});
