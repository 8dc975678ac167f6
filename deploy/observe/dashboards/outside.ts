import { type Dashboard, quantiles } from './panels';

export const OUTSIDE_BOARD: Dashboard = {
  uid: 'avenant-outside',
  title: 'Avenant: webhooks and mail',
  panels: [
    {
      title: 'Webhooks that arrive',
      unit: 'reqps',
      queries: [
        [
          'sum by (route, status_class) (rate(http_request_duration_seconds_count{route=~"/webhooks/.*"}[5m]))',
          '{{route}} {{status_class}}',
        ],
      ],
    },
    { title: 'Until an event is acted on', unit: 's', queries: quantiles('webhook_inbound_lag_seconds', 'source') },
    { title: 'The oldest event that waits', unit: 's', queries: [['max(avenant_inbound_oldest_seconds)', 'oldest']] },
    {
      title: 'Letters',
      unit: 'ops',
      queries: [['sum by (outcome) (rate(gateway_call_duration_seconds_count{gateway="smtp"}[5m]))', '{{outcome}}']],
    },
    {
      title: 'Time until the mail server has taken one',
      unit: 's',
      queries: quantiles('gateway_call_duration_seconds', '', '{gateway="smtp"}'),
    },
    { title: 'The oldest mail that waits', unit: 's', queries: [['max(avenant_outbox_oldest_seconds)', 'oldest']] },
  ],
};
