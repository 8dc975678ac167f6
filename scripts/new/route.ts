import { capitalised, kebab, required, spaced } from './names';
import { atEndOf, imported, type Skeleton } from './skeleton';

/** `route support countParcels "GET /v1/parcels"`: an operation of the API in a room of `server/`. */
export function routeSkeleton([folder, operation, call]: readonly string[]): Skeleton {
  const room = required(folder, /^[a-z]+(\/[a-z]+)?$/, 'The room is a folder of server/, like orders/views');
  const name = required(operation, /^[a-z][A-Za-z]+$/, 'The operation is named like countParcels');
  const route = required(call, /^(GET|POST|PUT|DELETE) \/v1\/[\w{}/-]+$/, 'The route is like "GET /v1/parcels"');
  const names: Names = {
    name,
    route,
    room,
    schemas: room.split('/')[0] ?? room,
    up: '../'.repeat(room.split('/').length),
  };
  const file = `server/${room}/${kebab(name)}-routes.ts`;
  const schema = `schemas/${names.schemas}/${kebab(name)}.ts`;
  const test = `test/server/${room}/${kebab(name)}-routes.test.ts`;
  return {
    files: { [file]: routeFile(names), [schema]: schemaFile(names), [test]: testFile(names) },
    insertions: [
      imported('server/operations.ts', `import { ${name}Routes } from './${room}/${kebab(name)}-routes';`),
      atEndOf('server/operations.ts', '  return [', `    ...${name}Routes(),`),
    ],
    next: [
      `${file}: who may call it, what it works with (as its argument), and its work`,
      `${schema}: what it is asked and what it answers`,
      `${test}: what it answers, and to whom it does not`,
      'then: npm run docs && npx jest test/server/api test/server/identity/roles.test.ts',
    ],
  };
}

interface Names {
  name: string;
  route: string;
  room: string;
  /** The room of the schemas. */
  schemas: string;
  /** From the room to `server/`. */
  up: string;
}

const routeFile = ({ name, route, schemas, up }: Names): string => `import type { Role } from '${up}../machines/events';
import { ${capitalised(name)}Schema } from '${up}../schemas/${schemas}/${kebab(name)}';
import { type MountedOperation, operation } from '${up}api/operation';

const CALLERS: readonly Role[] = ['support_agent', 'support_lead', 'operator'];

export const ${name}Routes = (): MountedOperation[] => [
  operation('Support', '${route}', {
    id: '${name}',
    summary: '${capitalised(spaced(name))}',
    roles: CALLERS,
    answers: { 200: { description: '${capitalised(spaced(name))}.', schema: ${capitalised(name)}Schema } },
    handle: async ({ principal }) => ({ status: 200, body: { tenantId: principal.tenantId } }),
  }),
];
`;

const schemaFile = ({ name }: Names): string => `import { z } from 'zod';

export const ${capitalised(name)}Schema = z.object({ tenantId: z.string() });
`;

const testFile = ({ route, up }: Names): string => {
  const [method, path] = route.split(' ');
  return `import { request, type ServerStand, startServerStand } from '${up}stand';

let stand: ServerStand;
beforeAll(async () => {
  stand = await startServerStand();
});
afterAll(() => stand.stop());

it('an operator gets an answer', async () => {
  const key = await stand.key('operator', { userId: 'olga' });
  expect(await request(stand, '${method}', '${path}', { key })).toMatchObject({ status: 200, body: { tenantId: 'acme' } });
});
`;
};
