import { type Dashboard, quantiles } from './panels';

export const WORKER_BOARD: Dashboard = {
  uid: 'avenant-worker',
  title: 'Avenant: Temporal worker',
  panels: [
    {
      title: 'A worker last asked',
      unit: 's',
      kind: 'stat',
      queries: [['time() - max by (kind) (avenant_worker_seen_timestamp_seconds)', '{{kind}}']],
    },
    {
      title: 'Age of the backlog',
      unit: 's',
      queries: [['max by (kind) (avenant_task_backlog_age_seconds)', '{{kind}}']],
    },
    { title: 'Tasks that wait', unit: 'short', queries: [['max by (kind) (avenant_task_backlog)', '{{kind}}']] },
    {
      title: 'Workflow tasks that fail',
      unit: 'ops',
      description: 'A bad deploy, as a rule.',
      queries: [
        ['sum by (workflow_type) (rate(temporal_workflow_task_execution_failed_total[5m]))', '{{workflow_type}}'],
      ],
    },
    {
      title: 'Time of a workflow task',
      unit: 's',
      queries: quantiles('temporal_workflow_task_execution_latency_seconds', ''),
    },
    {
      title: 'Wait for a worker',
      unit: 's',
      queries: quantiles('temporal_workflow_task_schedule_to_start_latency_seconds', ''),
    },
    {
      title: 'Time of a step',
      unit: 's',
      queries: [
        [
          'topk(10, histogram_quantile(0.99, sum by (le, activity_type) (rate(temporal_local_activity_execution_latency_seconds_bucket[5m]))))',
          '{{activity_type}}',
        ],
        [
          'topk(10, histogram_quantile(0.99, sum by (le, activity_type) (rate(temporal_activity_execution_latency_seconds_bucket[5m]))))',
          '{{activity_type}}',
        ],
      ],
    },
    {
      title: 'Free slots',
      unit: 'short',
      queries: [['sum by (worker_type) (temporal_worker_task_slots_available)', '{{worker_type}}']],
    },
    {
      title: 'Orders in memory',
      unit: 'short',
      queries: [['sum by (instance) (temporal_sticky_cache_size)', '{{instance}}']],
    },
    {
      title: 'Calls to gateways',
      unit: 'ops',
      queries: [
        [
          'sum by (gateway, operation, outcome) (rate(gateway_call_duration_seconds_count[5m]))',
          '{{gateway}} {{operation}} {{outcome}}',
        ],
      ],
    },
    { title: 'Time of a call to a gateway', unit: 's', queries: quantiles('gateway_call_duration_seconds', 'gateway') },
    {
      title: 'Calls to Temporal',
      unit: 'ops',
      queries: [['sum by (operation) (rate(temporal_request_total[5m]))', '{{operation}}']],
    },
  ],
};
