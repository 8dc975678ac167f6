import type { Dashboard } from './panels';

export const ORDERS_BOARD: Dashboard = {
  uid: 'avenant-orders',
  title: 'Avenant: orders',
  panels: [
    { title: 'Open orders by state', unit: 'short', queries: [['max by (state) (avenant_orders)', '{{state}}']] },
    { title: 'Stuck orders', unit: 'short', queries: [['max by (code) (avenant_orders_stuck)', '{{code}}']] },
    {
      title: 'The oldest stuck order',
      unit: 's',
      queries: [['max by (code) (avenant_oldest_stuck_seconds)', '{{code}}']],
    },
    {
      title: 'Payments whose outcome nobody knows',
      unit: 'short',
      kind: 'stat',
      queries: [['max(avenant_payments_unknown)', 'payments']],
    },
    { title: 'The oldest of them', unit: 's', queries: [['max(avenant_oldest_payment_unknown_seconds)', 'oldest']] },
    {
      title: 'Orders that came to their end',
      unit: 'ops',
      queries: [['sum(rate(temporal_workflow_completed_total{workflow_type="subscriptionChange"}[5m]))', 'orders']],
    },
    {
      title: 'Read model behind',
      unit: 's',
      description: 'By how much the watch that corrects what was written ahead is behind.',
      queries: [['max(avenant_projection_behind_seconds)', 'behind']],
    },
    {
      title: 'Differences that were found',
      unit: 'short',
      kind: 'stat',
      queries: [
        ['max(avenant_reconcile_findings)', 'reconcile'],
        ['max(avenant_audit_findings)', 'audit'],
      ],
    },
    {
      title: 'Last looked over',
      unit: 's',
      kind: 'stat',
      queries: [
        ['time() - max(avenant_reconciled_timestamp_seconds)', 'reconcile'],
        ['time() - max(avenant_audit_verified_timestamp_seconds)', 'audit'],
      ],
    },
  ],
};
