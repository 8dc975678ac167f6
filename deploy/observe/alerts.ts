/** An alert: when it fires, and what whoever is woken by it reads. */
export interface Alert {
  name: string;
  /** PromQL; it fires where this has a result for as long as `for`. */
  expr: string;
  for: string;
  /** `page`: somebody is woken. `ticket`: somebody looks within the day. */
  severity: 'page' | 'ticket';
  /** One line, with the labels of the result. */
  summary: string;
  means: string;
  look: readonly string[];
  act: readonly string[];
}

const HOURS = 3_600;
const DAY = 24 * HOURS;
/** A day and what a nightly job may be late. */
const NIGHTLY = 26 * HOURS;

const requests = 'http_request_duration_seconds_count';
/** Callers that were gone before their answer was, and not because they thought better of it at once. */
const aborted = 'status_class="aborted",waited="false"';
const GIVEN_UP = `(sum(rate(${requests}{${aborted}}[10m])) - sum(rate(http_request_duration_seconds_bucket{${aborted},le="5"}[10m])))`;
const BAD_OUTCOMES = 'unknown|failed_not_sent|unverifiable|config_error|no_answer|threw';

export const ALERTS: readonly Alert[] = [
  {
    name: 'AvenantProcessDown',
    expr: 'up{job=~"avenant.*"} == 0',
    for: '3m',
    severity: 'page',
    summary: '{{ $labels.instance }} of {{ $labels.job }} has not been scraped for three minutes.',
    means:
      'A process is gone, or its port of metrics is out of reach. The others do its work; the last of its kind does not.',
    look: [
      'The last lines of its log: a process that ends says why, with level `fatal` or `error`.',
      '`GET /livez` on its port of metrics.',
    ],
    act: [
      'Start it again, and look whether it stays.',
      'Where it is killed for its memory, see [how large a worker is](running.md#how-large-a-worker-is).',
    ],
  },
  {
    name: 'AvenantApiErrors',
    expr: `((sum(rate(${requests}{status_class="5xx"}[10m])) or vector(0)) + (${GIVEN_UP} or vector(0))) / sum(rate(${requests}[10m])) > 0.02`,
    for: '10m',
    severity: 'page',
    summary: '{{ $value | humanizePercentage }} of all requests fail.',
    means:
      'More than one request in fifty is answered with 500 to 599, or given up by a caller that did not ask to wait and has waited for more than five seconds.',
    look: [
      '`GET /readyz`: it says whether MongoDB or Temporal does not answer, and what the namespace lacks.',
      'The dashboard *Service*: which route, and since when.',
      'Lines of the log with level `error`: `code` says what failed, `requestId` finds all of one request.',
    ],
    act: ['Mend what `/readyz` names.', 'Where it began with a deploy, roll it back.'],
  },
  {
    name: 'AvenantApiSlow',
    expr: 'histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket{waited="false"}[10m]))) > 2',
    for: '10m',
    severity: 'ticket',
    summary: 'One request in a hundred takes longer than {{ $value | humanizeDuration }}.',
    means: 'Requests whose callers did not ask to wait are answered late.',
    look: ['The dashboard *Service*: which route, and the lag of the event loop.', 'The slow operations of MongoDB.'],
    act: [
      'Run another API process where one is at its limit.',
      'Where MongoDB is slow, see to it first: everything waits for it.',
    ],
  },
  {
    name: 'AvenantProcessBusy',
    expr: 'max by (job, instance) (nodejs_eventloop_lag_p99_seconds) > 0.5',
    for: '10m',
    severity: 'ticket',
    summary: 'The event loop of {{ $labels.instance }} lags by {{ $value | humanizeDuration }}.',
    means: 'The process has more to do than one processor can.',
    look: ['Its processor time, and whether something else takes it.'],
    act: ['Run another process of the kind.'],
  },
  {
    name: 'AvenantNoWorker',
    expr: 'time() - max by (kind) (avenant_worker_seen_timestamp_seconds) > 180',
    for: '1m',
    severity: 'page',
    summary: 'No worker has asked for {{ $labels.kind }} tasks for three minutes.',
    means:
      'Orders stand still. What customers do is kept and goes on once a worker is back; who waits for longer than they may is answered 503. Nothing is lost.',
    look: [
      '`GET /v1/task-queues`, or the desk: who asks for work.',
      'The log of the workers, and whether they reach Temporal and MongoDB.',
    ],
    act: ['Start a worker. It takes up what waits by itself.'],
  },
  {
    name: 'AvenantBacklog',
    expr: 'max by (kind) (avenant_task_backlog_age_seconds) > 60',
    for: '2m',
    severity: 'page',
    summary: 'The oldest of the {{ $labels.kind }} tasks that wait is {{ $value | humanizeDuration }} old.',
    means: 'There are workers, and they are too few or too slow for what there is to do.',
    look: [
      'The dashboard *Temporal worker*: free slots, and how long tasks take.',
      'Whether a gateway is slow: the same dashboard shows its calls.',
    ],
    act: ['Run another worker.', 'Where MongoDB or a gateway is slow, more workers do not help: see to that.'],
  },
  {
    name: 'AvenantWorkflowTasksFail',
    expr: 'sum by (workflow_type) (increase(temporal_workflow_task_execution_failed_total[30m])) > 1.5',
    for: '0m',
    severity: 'page',
    summary: 'Tasks of {{ $labels.workflow_type }} fail again and again.',
    means:
      'As a rule a bad deploy: the new code does not replay what the old code has recorded, or throws. The orders wait and are not lost. Temporal tries them again ever more rarely, every ten minutes in the end, and this lasts until half an hour after the last failure.',
    look: [
      'Lines of the worker with `workflowId`: the words say whether it is `Nondeterminism`, or which error was thrown.',
      'Since when: what was deployed then.',
      'Which orders: no list of Temporal knows. The lines name those that were tried; the others of the deploy show once something moves them.',
    ],
    act: [
      'Roll the workers back. The orders go on by themselves.',
      'Then mend the code, and replay the histories with it before it is deployed.',
    ],
  },
  {
    name: 'AvenantPaymentUnknown',
    expr: 'max(avenant_oldest_payment_unknown_seconds) > 900',
    for: '0m',
    severity: 'page',
    summary: 'For {{ $value | humanizeDuration }} nobody has known whether a payment was made.',
    means:
      'A gateway was asked for money and did not say what it did. The order looks the payment up again and again, and charges nobody twice.',
    look: [
      '`GET /v1/health`: since when. The dashboard *Orders*: how many.',
      'The status page of the gateway.',
      'The order at the desk: its payment has the reference by which the gateway knows it.',
    ],
    act: [
      'Where the gateway is away, wait: it is looked up when it is back.',
      'Else go by the [support runbook](support-runbook.md#payment_unknown): once two leads have decided, this ends.',
    ],
  },
  {
    name: 'AvenantGatewayFails',
    expr: `sum by (gateway) (rate(gateway_call_duration_seconds_count{outcome=~"${BAD_OUTCOMES}"}[10m])) / sum by (gateway) (rate(gateway_call_duration_seconds_count[10m])) > 0.5`,
    for: '10m',
    severity: 'ticket',
    summary: '{{ $value | humanizePercentage }} of the calls to {{ $labels.gateway }} come to nothing.',
    means:
      'An outside service does not answer, or does not let us in. Each step has its own patience, and after that a person is asked.',
    look: [
      'The dashboard *Temporal worker*: the outcomes by operation.',
      'Lines with level `warn` of the worker: `code` says what it answered.',
    ],
    act: [
      'Look at its status page, and whether its key is still good.',
      'What got stuck meanwhile is retried at the desk, all at once by a bulk act.',
    ],
  },
  {
    name: 'AvenantOrderStuck',
    expr: `max by (code) (avenant_oldest_stuck_seconds) > ${DAY}`,
    for: '0m',
    severity: 'ticket',
    summary: 'An order has been stuck with {{ $labels.code }} for {{ $value | humanizeDuration }}.',
    means: 'Nobody has seen to an order for a day.',
    look: ['The queue of the desk, narrowed by the code.'],
    act: ['The [support runbook](support-runbook.md) has a section for each code.'],
  },
  {
    name: 'AvenantMailWaits',
    expr: 'max(avenant_outbox_oldest_seconds) > 900',
    for: '5m',
    severity: 'ticket',
    summary: 'The oldest mail has waited for {{ $value | humanizeDuration }}.',
    means:
      'The mail server does not take mail, or takes a single one late: what it defers is tried again for two days.',
    look: [
      '`GET /v1/mails`, or the desk: how many wait, and the code of the last try.',
      'Whether a worker with `AVENANT_MAIL_URL` runs.',
    ],
    act: [
      'Where all of them wait, see to the mail server or its password.',
      'What was given up is [sent again](support-runbook.md#mails-that-were-given-up) by support.',
    ],
  },
  {
    name: 'AvenantInboundWaits',
    expr: 'max(avenant_inbound_oldest_seconds) > 600',
    for: '5m',
    severity: 'ticket',
    summary: 'The oldest event from outside has waited for {{ $value | humanizeDuration }}.',
    means:
      'A webhook was kept and nobody acts on it: no API process takes it up, or Temporal does not answer. One whose subject is not known yet does not count.',
    look: ['`GET /v1/inbound-events`: what waits, and from whom.'],
    act: [
      'Look at Temporal and MongoDB; what waits is acted on within a minute of their return.',
      'What stays parked is tried for almost four days, at ever longer intervals, and then [left for a person](support-runbook.md#events-from-outside-that-nobody-knows).',
    ],
  },
  {
    name: 'AvenantReadModelBehind',
    expr: 'max(avenant_projection_behind_seconds) > 60',
    for: '5m',
    severity: 'ticket',
    summary: 'The watch over the read model is {{ $value | humanizeDuration }} behind.',
    means: 'Lists may show orders where they are not: what was written ahead of an order is not corrected yet.',
    look: ['Whether a worker runs, and its lines "the read model is looked at later".'],
    act: ['Start a worker; a worker that has just started catches up by itself.'],
  },
  {
    name: 'AvenantNotReconciled',
    expr: `time() - max(avenant_reconciled_timestamp_seconds) > ${NIGHTLY} or absent(avenant_reconciled_timestamp_seconds)`,
    for: '1h',
    severity: 'ticket',
    summary: 'Nothing has been reconciled for more than a day.',
    means: 'The nightly job did not run, or could not look.',
    look: ['The output of the job.'],
    act: ['Run `avenant reconcile` by hand, and mend the job.'],
  },
  {
    name: 'AvenantReconcileFindings',
    expr: 'max(avenant_reconcile_findings) > 0',
    for: '0m',
    severity: 'page',
    summary: 'The last reconciliation found {{ $value }} differences.',
    means: 'What is stored does not add up: a balance, a charge, an order without its workflow.',
    look: ['The output of `avenant reconcile`: each line names the tenant, the subject and the difference.'],
    act: [
      'See to each difference by what it names; money first.',
      'Run it again: the alert ends with the next run that finds nothing.',
    ],
  },
  {
    name: 'AvenantAuditNotVerified',
    expr: `time() - max(avenant_audit_verified_timestamp_seconds) > ${NIGHTLY} or absent(avenant_audit_verified_timestamp_seconds)`,
    for: '1h',
    severity: 'ticket',
    summary: 'The audit trail has not been verified for more than a day.',
    means: 'The nightly job did not run, or could not look.',
    look: ['The output of the job.'],
    act: ['Run `avenant audit verify` by hand, and mend the job.'],
  },
  {
    name: 'AvenantAuditBroken',
    expr: 'max(avenant_audit_findings) > 0',
    for: '0m',
    severity: 'page',
    summary: 'The audit trail of {{ $value }} tenants is broken.',
    means: 'Somebody or something has changed what must never change.',
    look: [
      'The output of `avenant audit verify`: the first entry that does not hold.',
      'Who had access to the database since the last time that it held.',
    ],
    act: ['Keep the database as it is, and a copy of it.', 'Treat it as an incident of security.'],
  },
  {
    name: 'AvenantSetupIncomplete',
    expr: 'max(avenant_setup_missing) > 0',
    for: '10m',
    severity: 'ticket',
    summary: '{{ $value }} indexes or search attributes are missing.',
    means: 'A deploy needs what `avenant setup` makes, and it was not run.',
    look: ['`avenant setup --check`, or `GET /v1/health`: what is missing.'],
    act: ['Run `avenant setup`.'],
  },
  {
    name: 'AvenantStandingUnread',
    expr: 'max by (part) (avenant_standing_unread) > 0 or absent(avenant_standing_unread)',
    for: '10m',
    severity: 'page',
    summary: 'Nobody can say how everything stands.',
    means:
      'No API process is scraped, or MongoDB or Temporal does not answer it within a second: the other alerts of orders, payments, mails and workers cannot fire.',
    look: [
      'Whether an API process with `METRICS_PORT` runs, and its `GET /readyz`.',
      'The label `part`: `store`, `temporal`, or `setup`.',
    ],
    act: ['Mend what does not answer.'],
  },
  {
    name: 'AvenantCertificateEnds',
    expr: `min by (job, used_for) (avenant_certificate_expires_timestamp_seconds) - time() < ${14 * DAY}`,
    for: '0m',
    severity: 'ticket',
    summary: 'The certificate for {{ $labels.used_for }} ends in {{ $value | humanizeDuration }}.',
    means: 'When it has ended, no new connection is made with it.',
    look: ['Its dates: `openssl x509 -noout -dates -in FILE`.'],
    act: ['Renew it, and restart the processes one after the other: certificates are read once.'],
  },
];
