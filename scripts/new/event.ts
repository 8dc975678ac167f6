import { required } from './names';
import { atEndOf, type Skeleton } from './skeleton';

const RULES = { customer: 'CUSTOMER', support: 'SUPPORT', lead: 'LEAD', system: 'SYSTEM' } as const;
const isSender = (text: string | undefined): text is keyof typeof RULES => text !== undefined && text in RULES;

/** `event WEIGH support`: an event of the order, without fields, that these people may send. */
export function eventSkeleton([event, sender]: readonly string[]): Skeleton {
  const name = required(event, /^[A-Z]+(_[A-Z]+)*$/, 'The event is named like WEIGH_PARCEL');
  if (!isSender(sender)) throw new Error(`Who sends it: one of ${Object.keys(RULES).join(', ')}`);
  const needsReason = sender === 'support' || sender === 'lead';
  return {
    files: {},
    insertions: [
      atEndOf('machines/events.ts', 'export const ORDER_EVENTS', `  ${name}: ${RULES[sender]},`),
      ...(needsReason
        ? [atEndOf('machines/reason-codes.ts', 'const OFFERED: ', `  ${name}: ['customer_asked'],`)]
        : []),
      atEndOf('test/machines/order-world.ts', 'const EVENTS: ', `  { type: '${name}' },`),
      atEndOf('test/machines/order-world.ts', 'const ANYWHERE: ', `  '${name}',`),
      ...(sender === 'system'
        ? []
        : [
            atEndOf(
              'test/schemas/event-examples.ts',
              'export const EVENT_EXAMPLES',
              `  ${name}: ${needsReason ? 'WHY' : '{}'},`,
            ),
          ]),
    ],
    next: [
      `machines/events.ts: the fields of ${name}; whether it moves money, needs a grant or a second person, goes to many orders`,
      'the states that take it; a guard reads context only',
      ...(needsReason ? [`machines/reason-codes.ts: the reasons that are offered for ${name}`] : []),
      `locales/*.json: event.${name} in both languages`,
      'locales/runbook.*.json, when support sends it to a stuck step',
      'then: npm run docs && npx jest test/schemas test/machines test/docs test/server/identity/roles.test.ts',
    ],
  };
}
