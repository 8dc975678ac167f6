import type { AvenantCommand, CommandLine, Option, Surroundings } from '../command';

const BUILD: Option = { value: 'ID', about: 'the build meant; the one that this command is of when left out' };

/** Loaded when one of them is asked for. */
const on =
  (name: 'status' | 'promote' | 'ramp' | 'rollback') =>
  async (asked: CommandLine, surroundings: Surroundings): Promise<number> => {
    const { deploymentCommands } = await import('./commands');
    return deploymentCommands[name](asked, surroundings);
  };

/** Which build of versioned workers moves orders on. */
export const DEPLOYMENT_COMMANDS: readonly AvenantCommand[] = [
  {
    name: 'deployment status',
    does: 'Lists the builds of versioned workers: which one takes orders, and which may be stopped',
    failed: 'No builds were listed',
    options: {},
    run: on('status'),
  },
  {
    name: 'deployment promote',
    does: 'Has a build take all orders, once its workers are there',
    more: ['New orders and those under way go on with it, and no other build keeps a share.'],
    failed: 'The build was not promoted',
    options: {
      build: BUILD,
      wait: { value: 'SECONDS', about: 'how long its workers are waited for; 60 when left out' },
    },
    run: on('promote'),
  },
  {
    name: 'deployment ramp',
    does: 'Has a build take a share of the orders, to see how it does',
    failed: 'The share was not set',
    options: {
      percent: { value: 'NUMBER', about: 'the share, from 0 to 100; 0 takes all of them back', isRequired: true },
      build: BUILD,
      wait: { value: 'SECONDS', about: 'how long its workers are waited for; 60 when left out' },
    },
    run: on('ramp'),
  },
  {
    name: 'deployment rollback',
    does: 'Takes a share back or, where there is none, goes back to the build before',
    more: ['It goes back once: where the current build was itself gone back to, the next one must be named.'],
    failed: 'Nothing was rolled back',
    options: {
      build: {
        value: 'ID',
        about: 'the build to go back to, or `unversioned`; the older one that was current before when left out',
      },
      force: { about: 'also where no worker of that build asks for work: orders wait until one does' },
    },
    run: on('rollback'),
  },
];
