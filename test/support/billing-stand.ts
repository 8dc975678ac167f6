import { ApiClient } from '../../dev/stack/api-client';
import { putSampleData } from '../../dev/stack/sample-data';
import { placeSampleOrders, putSampleShop } from '../../dev/stack/sample-shop';
import { type FlowStand, startFlowStand, TENANT } from './flow-stand';

/** People of the stand, who sign in by a press. Claire looks after several accounts, Kim after one, Sam after seats. */
const PEOPLE = [
  { tenantId: TENANT, userId: 'claire', role: 'billing_contact', name: 'Claire Martin' },
  { tenantId: TENANT, userId: 'kim', role: 'billing_contact', name: 'Kim Larsen' },
  { tenantId: TENANT, userId: 'nobody', role: 'billing_contact', name: 'Nobody' },
  { tenantId: TENANT, userId: 'sam', role: 'seat_admin', name: 'Sam Petit' },
] as const;

/** Avenant on its real parts, with the pages, the sample customers and their orders. */
export async function startBillingStand(): Promise<FlowStand> {
  const stand = await startFlowStand({ app: { signIn: { way: { kind: 'sample', people: PEOPLE }, isSecure: false } } });
  const service = new ApiClient(stand.url, await stand.key('service'));
  await putSampleData(service);
  await putSampleShop(service);
  await placeSampleOrders(service, new ApiClient(stand.url, await stand.key('support_agent', 'agnes')));
  return stand;
}
