import type { Registry } from 'prom-client';
import { ALERTS } from '../../deploy/observe/alerts';
import { DASHBOARDS } from '../../deploy/observe/documents';
import { standingGauges } from '../../server/health/gauges';
import type { LogLine } from '../../telemetry/logs/line';
import { showCertificate } from '../../telemetry/metrics/certificates';
import { newMetrics } from '../../telemetry/metrics/metrics';

const PREAMBLE = `# Seeing how it is

Made from the code by \`npm run docs\`; do not edit it by hand.

Every process can be watched in three ways: its log, always; metrics, on a port of their own, where \`METRICS_PORT\` is set; traces, where
an endpoint for them is set. None of them holds anything of a person, an amount or a secret: ids and codes alone.

## Ports

| variable | read by | what it says |
| --- | --- | --- |
| \`METRICS_PORT\` | both | the port of \`/metrics\`, \`/livez\` and \`/readyz\`; without it there is none, and nothing is counted. Each process on one machine needs its own |
| \`METRICS_HOST\` | both | \`127.0.0.1\` when left out. Whoever reaches the port sees how the business stands: open it to Prometheus alone |
| \`LOG_LEVEL\` | both | \`info\` when left out; \`debug\`, \`warn\`, \`error\`, \`fatal\`, \`silent\` |
| \`AVENANT_BUILD\` | both | the name of the build, in each line of the log, \`/livez\` and \`avenant_build_info\`; a build of ours brings its own |
| \`OTEL_EXPORTER_OTLP_ENDPOINT\`, \`OTEL_TRACES_SAMPLER_ARG\` and others of OpenTelemetry | both | see [traces](#traces) |

What Prometheus is told:

\`\`\`yaml
rule_files: [rules.yml] # deploy/observe/generated/rules.yml
scrape_configs:
  - job_name: avenant-api
    static_configs: [{ targets: ["host-1:9460", "host-2:9460"] }]
  - job_name: avenant-worker
    static_configs: [{ targets: ["host-1:9461", "host-1:9462", "host-2:9461"] }]
\`\`\`

These are the ports that the units of \`deploy/systemd/\` open. The alerts look for jobs whose names begin with \`avenant\`.

## Health

- \`GET /livez\`, on both ports: the process answers; whoever does not is started again. It says which version and build runs.
- \`GET /readyz\`: the API reaches MongoDB and Temporal, and \`missing\` says what they lack; a worker takes tasks and reaches MongoDB. A
  missing worker makes no API unready: reading works, and what is started is kept.
- \`GET /v1/health\`, for operators and leads: workers last seen, what waits for them and for how long, build, setup, the oldest waiting
  mail, event from outside, unknown payment and stuck order, and when everything was last reconciled and the audit trail verified.

## Metrics

What a process counts is its own, and added up over processes. How everything stands (\`avenant_orders\` and all after it) is read from
MongoDB and Temporal by one of the API processes, at most every 15 seconds and within one second; what is slower is left out until it answers; the others leave it out, and another
one goes on within two minutes when that one is gone. No metric names a tenant: their number has no bound.
`;

const SDK = `A worker shows beside them what the SDK of Temporal counts, all that begins with \`temporal_\`; its
[list](https://docs.temporal.io/references/sdk-metrics) is Temporal's. Counters end with \`_total\`, durations are in seconds. Node's own
begin with \`nodejs_\` and \`process_\`.`;

const FIELDS: Record<keyof LogLine, string> = {
  time: 'when, in UTC',
  level: '`debug`, `info`, `warn`, `error` or `fatal`; `error`: somebody must look',
  name: '`api` or `worker`',
  version: 'of the release',
  build: 'of the process',
  msg: 'what happened, in words that are the same each time',
  requestId: 'of the request, as its caller has it in `X-Request-Id`',
  traceId: 'of the trace, where the request is traced',
  spanId: 'of the part of it',
  tenantId: 'whose it is',
  orderId: 'the order, as `changeId` in the API',
  workflowId: 'the workflow, as Temporal has it',
  runId: 'its run',
  activity: 'the step that is done',
  attempt: 'how often it has been tried',
  stepKey: 'one visit of one step of one order; references of gateways are made alike',
  code: 'why, in one word that does not change',
  durationMs: 'how long it took, in milliseconds',
  err: 'name, message and stack of an error, and of what caused it',
  facts: 'all that only lines of one kind have',
};

const TRACES = `## Traces

Off unless \`OTEL_EXPORTER_OTLP_ENDPOINT\` or \`OTEL_EXPORTER_OTLP_TRACES_ENDPOINT\` is set; then spans are sent there as OTLP over HTTP, in
JSON. The other variables are [OpenTelemetry's](https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/):

- \`OTEL_TRACES_SAMPLER=parentbased_traceidratio\` and \`OTEL_TRACES_SAMPLER_ARG=0.1\` write down one request in ten. A caller that sends a
  \`traceparent\` decides by it, unless another sampler is named.
- \`OTEL_EXPORTER_OTLP_HEADERS\` for what the collector asks for, \`OTEL_RESOURCE_ATTRIBUTES\` and \`OTEL_SERVICE_NAME\` for how the process is called
  (\`avenant-api\`, \`avenant-worker\`), \`OTEL_SDK_DISABLED=true\` or \`OTEL_TRACES_EXPORTER=none\` to turn them off.

A trace leads from the request through the call to Temporal and the steps that a worker does for it, local ones too, to the calls of
gateways, which are sent the \`traceparent\` in turn. Each span of an order has \`avenant.order_id\`, each call to a gateway \`avenant.step_key\`: the
reference by which the gateway knows it. What an order does by itself later, such as after a timer, is a part of the trace that moved it last.
No span holds a body, an address or a word of an error.

A request that is not written down costs its worker nothing. Histories from before traces were on are replayed as they were.`;

/** docs/observe.md */
export function observePage(): string {
  return `${[PREAMBLE.trim(), metricTable(), SDK, logs(), TRACES, alerts()].join('\n\n')}\n`;
}

interface Described {
  name: string;
  help: string;
  type?: string;
  labelNames?: readonly string[];
}

function metricTable(): string {
  const { registry } = newMetrics({ version: '', build: '' });
  standingGauges(registry, async () => null);
  showCertificate(registry, '', undefined);
  const all = (registry as Registry).getMetricsAsArray() as unknown as (Described & object)[];
  const ours = all.filter(({ name }) => !/^(nodejs|process)_/.test(name));
  const rows = ours.map((metric) => {
    const labels = (metric.labelNames ?? []).filter((label) => label !== 'le').map((label) => `\`${label}\``);
    return [`\`${metric.name}\``, metric.constructor.name.toLowerCase(), labels.join(', '), metric.help];
  });
  return table([['metric', 'kind', 'labels', 'what it says'], ...rows]);
}

function logs(): string {
  const rows = Object.entries(FIELDS).map(([field, meaning]) => [`\`${field}\``, meaning]);
  return [
    '## Logs',
    'Every line of both processes is one JSON object on standard output, and there is no other kind of line: what the SDK of Temporal, its core and Node itself tell goes the same way. Card numbers are masked wherever they turn up.',
    table([['field', 'what it says'], ...rows]),
  ].join('\n\n');
}

function alerts(): string {
  const pages = ALERTS.filter(({ severity }) => severity === 'page').length;
  return [
    '## Dashboards and alerts',
    'In `deploy/observe/generated/`, made from `deploy/observe/`:',
    [
      ...DASHBOARDS.map(
        ({ uid, title }) => `- \`${uid}.json\`: *${title}*, to be imported into Grafana, which asks for the Prometheus`,
      ),
      `- \`rules.yml\` for Prometheus, \`prometheus-rule.yml\` for its operator on Kubernetes: ${ALERTS.length} alerts, of which ${pages} wake somebody`,
    ].join('\n'),
    '`promtool check rules deploy/observe/generated/rules.yml` checks the rules. Each alert leads to its section of the [runbook](operations-runbook.md); replace `docs/operations-runbook.md` in `runbook_url` by where yours is read. Every alert was seen to fire and not to fire, and every metric that they and the dashboards read was counted in a real run. How Grafana draws them was not verified.',
    'For `npm run reconcile` and `npm run audit:verify` to be seen, run them with the database that the API reads.',
  ].join('\n\n');
}

const table = ([heads = [], ...rows]: string[][]): string =>
  [heads, heads.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
