import type { AvenantCommand, CommandLine, Surroundings } from '../command';

/** Loaded when one of them is asked for. */
const on =
  (name: 'in-use' | 'reseal' | 'caller') =>
  async ({ values }: CommandLine, surroundings: Surroundings): Promise<number> => {
    const { ringCommands } = await import('./commands');
    return ringCommands[name](values, surroundings);
  };

/** The keys of AVENANT_KEY_RING. */
export const RING: readonly AvenantCommand[] = [
  {
    name: 'ring in-use',
    does: 'Counts what is sealed with each key of the ring, and ends with 1 where the ring lacks one',
    more: ['In the database and in workflows that run. A key that seals nothing any more may leave the ring.'],
    failed: 'Nothing was counted',
    options: {},
    run: on('in-use'),
  },
  {
    name: 'ring reseal',
    does: 'Seals everything in the database with the key of the ring that writes',
    failed: 'Not everything was sealed anew',
    options: {},
    run: on('reseal'),
  },
  {
    name: 'ring caller',
    does: 'Prints the keys of one tenant, for a service that starts orders straight through Temporal',
    failed: 'No keys were printed',
    options: { tenant: { value: 'TENANT', about: 'whose orders they open, and no others', isRequired: true } },
    run: on('caller'),
  },
];
