import { type Dashboard, quantiles } from './panels';

const REQUESTS = 'http_request_duration_seconds';

export const SERVICE_BOARD: Dashboard = {
  uid: 'avenant-service',
  title: 'Avenant: service',
  panels: [
    {
      title: 'Requests',
      unit: 'reqps',
      queries: [[`sum by (status_class) (rate(${REQUESTS}_count[5m]))`, '{{status_class}}']],
    },
    {
      title: 'Requests that failed',
      unit: 'percentunit',
      queries: [[`sum(rate(${REQUESTS}_count{status_class="5xx"}[5m])) / sum(rate(${REQUESTS}_count[5m]))`, 'failed']],
    },
    {
      title: 'Time of an answer',
      unit: 's',
      description: 'Of requests whose callers did not ask to wait.',
      queries: quantiles(REQUESTS, '', '{waited="false"}'),
    },
    {
      title: 'Slowest routes',
      unit: 's',
      queries: [
        [
          `topk(10, histogram_quantile(0.99, sum by (le, route) (rate(${REQUESTS}_bucket{waited="false"}[5m]))))`,
          '{{route}}',
        ],
      ],
    },
    {
      title: 'Routes that fail',
      unit: 'reqps',
      queries: [[`topk(10, sum by (route) (rate(${REQUESTS}_count{status_class="5xx"}[5m])))`, '{{route}}']],
    },
    {
      title: 'Requests being answered',
      unit: 'short',
      queries: [['sum by (instance) (http_requests_in_flight)', '{{instance}}']],
    },
    {
      title: 'Lag of the event loop',
      unit: 's',
      queries: [['max by (job, instance) (nodejs_eventloop_lag_p99_seconds)', '{{job}} {{instance}}']],
    },
    {
      title: 'Processors in use',
      unit: 'short',
      queries: [['sum by (job, instance) (rate(process_cpu_seconds_total[5m]))', '{{job}} {{instance}}']],
    },
    {
      title: 'Memory',
      unit: 'bytes',
      queries: [['max by (job, instance) (process_resident_memory_bytes)', '{{job}} {{instance}}']],
    },
    {
      title: 'Builds',
      unit: 'short',
      description: 'How many processes run each build.',
      queries: [['count by (version, build) (avenant_build_info)', '{{version}} {{build}}']],
    },
    { title: 'Missing setup', unit: 'short', kind: 'stat', queries: [['max(avenant_setup_missing)', 'missing']] },
    {
      title: 'Could not be read',
      unit: 'short',
      kind: 'stat',
      queries: [['max by (part) (avenant_standing_unread)', '{{part}}']],
    },
  ],
};
