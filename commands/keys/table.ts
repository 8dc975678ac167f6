import type { AvenantCommand, CommandLine, Option, Surroundings } from '../command';

const TENANT: Option = { value: 'TENANT', about: 'whose key it is', isRequired: true };
const ID: Option = {
  value: 'ID',
  about: 'stands in the key between the second and the third underscore, and in the list',
  isRequired: true,
};

/** Loaded when one of them is asked for. */
const on =
  (name: 'list' | 'add' | 'remove' | 'rotate') =>
  async ({ values }: CommandLine, surroundings: Surroundings): Promise<number> => {
    const { keyCommands } = await import('./commands');
    return keyCommands[name](values, surroundings);
  };

/** The keys that machines and people show the API. */
export const KEYS: readonly AvenantCommand[] = [
  {
    name: 'keys list',
    does: 'Lists the API keys of a tenant: id, role, last use, end',
    failed: 'No keys were listed',
    options: { tenant: TENANT },
    run: on('list'),
  },
  {
    name: 'keys add',
    does: 'Makes an API key and prints it, once; only a hash of it is stored',
    failed: 'No key was made',
    options: {
      tenant: TENANT,
      role: { value: 'ROLE', about: 'what it may: docs/roles.md', isRequired: true },
      user: { value: 'USER', about: 'who holds it; every role but `service` is of a person' },
      name: { value: 'NAME', about: 'says in lists what it is for' },
      expires: { value: 'INSTANT', about: 'ends it by itself: 2027-01-01T00:00:00Z' },
    },
    run: on('add'),
  },
  {
    name: 'keys remove',
    does: 'Takes an API key back: no server takes it any more, within a second',
    failed: 'No key was removed',
    options: { tenant: TENANT, id: ID },
    run: on('remove'),
  },
  {
    name: 'keys rotate',
    does: 'Makes another API key of the same kind and prints it, once; the old one ends a little later',
    failed: 'No key was rotated',
    options: {
      tenant: TENANT,
      id: ID,
      ends: { value: 'INSTANT', about: 'when the old one ends; in 24 hours when left out' },
      expires: { value: 'INSTANT', about: 'when the new one ends by itself; as the old one would have when left out' },
    },
    run: on('rotate'),
  },
];
