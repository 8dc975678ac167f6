import { version } from '../../package.json';
import { buildThatRuns } from '../../telemetry/build';
import { readTelemetry } from '../../telemetry/settings';

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };

describe('how a process is watched', () => {
  it.each<[string, NodeJS.ProcessEnv, object]>([
    ['nothing', {}, { metrics: null, traces: false }],
    ['a port', { METRICS_PORT: '9464' }, { metrics: { host: '127.0.0.1', port: 9464 }, traces: false }],
    ['another host', { METRICS_PORT: '1', METRICS_HOST: '::' }, { metrics: { host: '::', port: 1 }, traces: false }],
    ['an empty port', { METRICS_PORT: '' }, { metrics: null, traces: false }],
    ['an endpoint', ENDPOINT, { metrics: null, traces: true }],
    ['an endpoint, and all turned off', { ...ENDPOINT, OTEL_SDK_DISABLED: 'TRUE' }, { metrics: null, traces: false }],
    ['an endpoint, and no exporter', { ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' }, { metrics: null, traces: false }],
  ] as const)('a process that is told of %s is watched so', (_, environment, settings) => {
    expect(readTelemetry(environment as NodeJS.ProcessEnv)).toEqual({ settings });
  });

  it.each([
    ['METRICS_PORT', '70000'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector'],
    ['OTEL_TRACES_SAMPLER_ARG', '2'],
    ['OTEL_TRACES_EXPORTER', 'zipkin'],
  ])('%s=%s is named and refused', (name, value) => {
    const read = readTelemetry({ [name]: value } as unknown as NodeJS.ProcessEnv);
    expect('unfit' in read && read.unfit.map(({ variable }) => variable)).toEqual([name]);
  });
});

describe('the build that runs', () => {
  const FACTS = { version: '0.2.0', buildId: '4b1cb62d', revision: null };
  const running = (environment: Record<string, string>, facts: typeof FACTS | null) =>
    buildThatRuns(environment as unknown as NodeJS.ProcessEnv, facts);

  it('sources that nobody has built are the build "development" of the version of their package', () => {
    expect(running({}, null)).toEqual({ version, build: 'development' });
  });

  it('a build is what was written down of it, and the environment names it anew', () => {
    expect(running({}, FACTS)).toEqual({ version: '0.2.0', build: '4b1cb62d' });
    expect(running({ AVENANT_BUILD: 'blue' }, FACTS)).toEqual({ version: '0.2.0', build: 'blue' });
  });

  it('a name that would break a line or a label is none', () => {
    expect(running({ AVENANT_BUILD: 'two words' }, null)).toEqual({ version, build: 'development' });
  });
});
