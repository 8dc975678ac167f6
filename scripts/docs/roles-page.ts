import { ORDER_EVENTS, ROLES, type Role, SEAT_EVENTS } from '../../machines/events';
import { READERS } from '../../schemas/api/readers';
import { describedOperations } from '../../server/operations';

const PREAMBLE = `# Who may what

Made from the operations and the event catalogue by \`npm run docs\`; do not edit it by hand. A test calls every route and
sends every event as every role, as nobody, and as another tenant; another reads every answer as every role.

| role | who it is |
| --- | --- |
| service | a backend of the same company: brings facts in, starts changes, speaks for users it names |
| billing contact | a customer's person who buys; which accounts, our data says |
| seat admin | a customer's person who assigns seats |
| support agent | sees every order of the tenant, takes and retries them, answers hand-overs |
| support lead | also overrides, aborts and resolves payments; two persons where money or VAT evidence is overridden |
| operator | runs it: sees every order and changes none, sets what the seller decides |

A role opens a route; whether this caller may see this account is asked after it. What a caller may not see is answered
like what does not exist (404), and the attempt is logged. A token (JWT) never makes anybody a service or an
operator; a sign-in never a service, and an operator only where OIDC_ROLES says so.
`;

const words = (role: string): string => role.replaceAll('_', ' ');
const head = (first: string): string[] => [
  `| ${first} | ${ROLES.map(words).join(' | ')} |`,
  `| --- |${' --- |'.repeat(ROLES.length)}`,
];
const row = (name: string, roles: readonly Role[]): string =>
  `| ${name} | ${ROLES.map((role) => (roles.includes(role) ? 'yes' : '')).join(' | ')} |`;

const events = (catalogue: Record<string, { senders: readonly Role[] }>): string[] => [
  ...head('event'),
  ...Object.entries(catalogue)
    .filter(([, { senders }]) => senders.length > 0)
    .map(([type, { senders }]) => row(`\`${type}\``, senders)),
];

const fields = (): string[] => [
  ...head('fields of an answer'),
  ...Object.entries(READERS).flatMap(([schema, rows]) =>
    rows.map(([readers, names]) => row(`**${schema}** ${names.split(/\s+/).join(', ')}`, readers)),
  ),
];

/** docs/roles.md, from the operations of the API, the fields of their answers and the event catalogue, the tables that the door checks requests with. */
export const rolesPage = (): string =>
  [
    PREAMBLE,
    '## Routes',
    '',
    ...head('route'),
    ...describedOperations(true).map(({ method, path, roles }) => row(`\`${method.toUpperCase()} ${path}\``, roles)),
    '',
    '`GET /v1/outbox` is there in development only.',
    '',
    '## Fields of answers',
    '',
    'By the names of the schemas in `docs/generated/openapi.json`. Who is answered at all, the routes above say; of what a role',
    'does not see, fields are null or absent and items are left out. A billing contact who only assigns the seats of an account sees of its',
    'orders what a seat admin sees; the receipt of an order tells no more than the order.',
    '',
    ...fields(),
    '',
    '## Events of an order',
    '',
    ...events(ORDER_EVENTS),
    '',
    '## Events of a seat follow-up',
    '',
    ...events(SEAT_EVENTS),
    '',
  ].join('\n');
