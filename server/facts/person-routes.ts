import type { z } from 'zod';
import { DAY } from '../../billing/calendar/durations';
import type { Role } from '../../machines/events';
import { AccountPathSchema } from '../../schemas/facts/documents';
import {
  AccountPeopleSchema,
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
import type { Access } from '../identity/access';
import type { AuditTrail } from '../identity/audit-trail';
import type { ServerStore } from '../ports';

const READERS_OF_PEOPLE: readonly Role[] = ['service', 'support_agent', 'support_lead'];

type PutCall = Call<z.output<typeof PersonPathSchema>, unknown, z.output<typeof PersonBodySchema>>;
type LookCall = Call<z.output<typeof PersonPathSchema>>;
type AccountCall = Call<z.output<typeof AccountPathSchema>>;

interface PersonParts extends Pick<ServerStore, 'people'> {
  access: Access;
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
  operation('Accounts', 'GET /v1/accounts/{accountId}/people', {
    id: 'listPeopleOfAccount',
    summary: 'See who decides for an account, and whether their mail arrives',
    roles: READERS_OF_PEOPLE,
    params: AccountPathSchema,
    answers: { 200: { description: 'Billing contacts, then seat administrators.', schema: AccountPeopleSchema } },
    handle: (call) => listPeople(parts, call),
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

async function listPeople({ access, people, trail }: PersonParts, call: AccountCall): Promise<Answer> {
  const { accountId } = call.params;
  const { tenantId, billingContactIds, seatAdminIds } = await access.account(call, accountId, 'view');
  await trail.noteRead(call, { of: 'people', id: accountId });
  const ids = [...new Set([...billingContactIds, ...seatAdminIds])];
  const known = new Map((await people.list(tenantId, ids)).map((person) => [person.personId, toView(person)]));
  const items = ids.map((personId) => ({
    personId,
    isBillingContact: billingContactIds.includes(personId),
    isSeatAdmin: seatAdminIds.includes(personId),
    person: known.get(personId) ?? null,
  }));
  return { status: 200, body: { accountId, items } };
}

function toView({ personId, name, mailAddress, locale, hasLeft, asOf, ...mail }: Person): PersonView {
  const { bouncedAt, complainedAt, remindersStoppedAt } = mail;
  const state = bouncedAt !== null ? 'bounced' : complainedAt !== null ? 'complained' : 'ok';
  return {
    ...{ personId, name, mailAddress, locale, hasLeft, asOf: asOf.toISOString() },
    mail: { state, since: (bouncedAt ?? complainedAt)?.toISOString() ?? null },
    remindersStoppedAt: remindersStoppedAt?.toISOString() ?? null,
  };
}
