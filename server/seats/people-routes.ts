import type { z } from 'zod';
import type { Account } from '../../billing/facts/types';
import { AccountPathSchema } from '../../schemas/facts/documents';
import { AccountPeopleQuerySchema, AccountPeopleSchema } from '../../schemas/seats/seats';
import type { Person } from '../../store/facts/people';
import { isFoundBy } from '../../store/facts/people-search';
import { type Answer, type Call, type MountedOperation, operation } from '../api/operation';
import { mailStandingOf } from '../facts/mail-standing';
import { type Cursors, pageOf } from '../http/cursors';
import { Problem } from '../http/problem';
import { type Access, roleAt } from '../identity/access';
import type { AuditTrail } from '../identity/audit-trail';
import type { ServerStore } from '../ports';
import { MANAGERS } from './seat-routes';

interface PeopleParts extends Pick<ServerStore, 'people' | 'seats'> {
  access: Access;
  trail: AuditTrail;
  cursors: Cursors;
}

type PeopleCall = Call<z.output<typeof AccountPathSchema>, z.output<typeof AccountPeopleQuerySchema>>;

/** The people of an account: whom its seats can be given to. */
export const accountPeopleRoutes = (parts: PeopleParts): MountedOperation[] => [
  operation('Seats', 'GET /v1/accounts/{accountId}/people', {
    id: 'listAccountPeople',
    summary: 'List the people of an account by id: those on file as belonging to it, and those who look after it',
    roles: MANAGERS,
    params: AccountPathSchema,
    query: AccountPeopleQuerySchema,
    answers: { 200: { description: 'One page; `next` is null on the last one.', schema: AccountPeopleSchema } },
    handle: (call) => listPeople(parts, call),
  }),
];

async function listPeople(parts: PeopleParts, call: PeopleCall): Promise<Answer> {
  const { access, trail, cursors, seats } = parts;
  const { accountId } = call.params;
  const { limit, cursor, search, subscriptionId } = call.query;
  const account = await access.account(call, accountId, 'view');
  const { tenantId } = account;
  if (subscriptionId !== undefined) await requireOwn(access, call, subscriptionId);
  await trail.noteRead(call, { of: 'people', id: accountId });
  const binding = JSON.stringify(['people', tenantId, accountId, search ?? null]);
  const [after = ''] = cursors.read(binding, cursor);
  const found = await peopleOf(parts.people, account, limit + 1, { after, sought: search });
  const { shown, next } = pageOf(found, limit, ({ personId }) => cursors.write(binding, [personId]));
  const ids = shown.map(({ personId }) => personId);
  const holders =
    subscriptionId === undefined ? null : new Set(await seats.listHolders({ tenantId, subscriptionId }, ids));
  const isMasked = roleAt(call, account) === 'seat_admin';
  const items = shown.map(({ personId, name, mailAddress, standing }) => ({
    personId,
    name,
    mailAddress: mailAddress !== null && isMasked ? maskedAddress(mailAddress) : mailAddress,
    roles: rolesOf(personId, account),
    hasSeat: holders === null ? null : holders.has(personId),
    ...standing,
  }));
  return { status: 200, body: { items, next } };
}

async function requireOwn(access: Access, call: PeopleCall, subscriptionId: string): Promise<void> {
  const { accountId } = await access.subscription(call, subscriptionId, 'view');
  if (accountId !== call.params.accountId) throw new Problem('not_found');
}

interface Outline extends Pick<Person, 'personId' | 'name' | 'mailAddress'> {
  standing: ReturnType<typeof mailStandingOf> | typeof UNKNOWN;
}

/** Of whom nothing is on file. */
const UNKNOWN = { mail: null, remindersStoppedAt: null };

/** Those who belong to an account, and those who look after it: these also where nothing is on file of them. */
async function peopleOf(
  people: ServerStore['people'],
  account: Account,
  limit: number,
  from: { after: string; sought: string | undefined },
): Promise<Outline[]> {
  const { tenantId, accountId, billingContactIds, seatAdminIds } = account;
  const inCharge = [...new Set([...billingContactIds, ...seatAdminIds])].filter((id) => id > from.after);
  const [theirs, onFile] = await Promise.all([
    people.listOfAccount({ tenantId, accountId }, limit, from),
    people.list(tenantId, inCharge),
  ]);
  const known = new Map(onFile.map((person) => [person.personId, outlineOf(person)]));
  const looking = inCharge
    .map((personId): Outline => known.get(personId) ?? { personId, name: null, mailAddress: null, standing: UNKNOWN })
    .filter((person) => isFoundBy(person, from.sought ?? ''));
  const each = new Map([...looking, ...theirs.map(outlineOf)].map((person) => [person.personId, person]));
  return [...each.values()].sort((one, other) => (one.personId < other.personId ? -1 : 1)).slice(0, limit);
}

const outlineOf = (person: Person): Outline => ({ ...person, standing: mailStandingOf(person) });

const rolesOf = (personId: string, { billingContactIds, seatAdminIds }: Account) => [
  ...(billingContactIds.includes(personId) ? (['billing_contact'] as const) : []),
  ...(seatAdminIds.includes(personId) ? (['seat_admin'] as const) : []),
];

/** Enough to tell two people of one name apart: "c***@example.com". */
const maskedAddress = (address: string): string => address.replace(/^(.).*(?=@)/u, '$1***');
