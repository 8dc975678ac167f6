import type { z } from 'zod';
import { DAY } from '../../billing/calendar/durations';
import { present } from '../../billing/present';
import { READERS_OF_PEOPLE } from '../../schemas/api/readers';
import {
  PersonBodySchema,
  PersonPathSchema,
  PersonStoredSchema,
  type PersonView,
  PersonViewSchema,
} from '../../schemas/facts/people';
import type { Person } from '../../store/facts/people';
import { type Answer, type Call, type MountedOperation, operation } from '../api/operation';
import { Problem } from '../http/problem';
import { wrongField } from '../http/validation';
import type { AuditTrail } from '../identity/audit-trail';
import type { ServerStore } from '../ports';
import { mailStandingOf } from './mail-standing';

type PutCall = Call<z.output<typeof PersonPathSchema>, unknown, z.output<typeof PersonBodySchema>>;
type LookCall = Call<z.output<typeof PersonPathSchema>>;

interface PersonParts extends Pick<ServerStore, 'people'> {
  trail: AuditTrail;
  now(): Date;
}

/** The people of accounts: who they are and where their mail goes. An identity system tells of the same by `/webhooks/identity`. */
export const personRoutes = (parts: PersonParts): MountedOperation[] => [
  operation('System of record', 'PUT /v1/people/{personId}', {
    id: 'putPerson',
    summary: 'Bring a person in, with the address and the language of their mail',
    roles: ['service'],
    params: PersonPathSchema,
    body: PersonBodySchema,
    answers: { 200: { description: 'Stored; or exactly this was stored already.', schema: PersonStoredSchema } },
    handle: (call) => putPerson(parts, call),
  }),
  operation('Accounts', 'GET /v1/people/{personId}', {
    id: 'getPerson',
    summary: 'See who somebody is, and where their mail goes',
    roles: READERS_OF_PEOPLE,
    params: PersonPathSchema,
    answers: { 200: { description: 'The person.', schema: PersonViewSchema } },
    handle: (call) => getPerson(parts, call),
  }),
];

async function putPerson({ people, now }: PersonParts, { principal, params, body }: PutCall): Promise<Answer> {
  const asOf = new Date(body.asOf);
  // Nothing could be told after it for as long.
  if (asOf.getTime() > now().getTime() + DAY) throw wrongField('invalid_request', '/asOf', 'field.asOfAhead');
  const result = await people.record({ tenantId: principal.tenantId, ...params, ...body, asOf, hasLeft: false });
  if (result.status === 'older') throw new Problem('older_fact', { extra: { storedAsOf: result.asOf.toISOString() } });
  return { status: 200, body: { status: result.status, asOf: asOf.toISOString() } };
}

async function getPerson({ people, trail }: PersonParts, call: LookCall): Promise<Answer> {
  const { personId } = call.params;
  const person = await people.find(call.principal.tenantId, personId);
  if (person === null) throw new Problem('not_found');
  await trail.noteRead(call, { of: 'person', id: personId });
  return { status: 200, body: toView(person) };
}

function toView({ personId, name, mailAddress, locale, hasLeft, asOf, ...more }: Person): PersonView {
  return {
    ...{ personId, name, mailAddress, locale, hasLeft, asOf: asOf.toISOString() },
    ...present({ accountIds: more.accountIds }),
    ...mailStandingOf(more),
  };
}
