import type { Mutation } from '../../test/support/bundle';
import { compatible, edited, firstCarried, nudge, openDeployStand, send, viewOf } from './support/deploy-stand';

const CONTINUATION = 'statechart-host/workflow/continuation.ts';
const ACCEPTED = 'statechart-host/workflow/accepted-carried.ts';
const ADD = { type: 'ADD', amount: 1 };
const KEEP = { type: 'KEEP' };

interface Deploy {
  machine: string;
  workflow: 'plainWorkflow' | 'houseWorkflow';
  changes(former: string): Mutation;
  words: RegExp;
}

const DEPLOYS: Deploy[] = [
  {
    machine: 'whose workflow does not pass it on',
    workflow: 'plainWorkflow',
    changes: () => edited(['hostMachine({ carried, ...deployed,', 'hostMachine({ ...deployed,']),
    words: /its state was not passed on. Give the workflow a second argument and pass it to the host as `carried`/,
  },
  {
    machine: 'of another structure',
    workflow: 'plainWorkflow',
    changes: () => edited(['    auditing: { invoke', '    resting: {},\n    auditing: { invoke']),
    words:
      /another machine's: it was begun by "ledger" \(\w+\), and this is "ledger" \(\w+\)\. .* Or say with `migrate`/,
  },
  {
    machine: 'in which its state is gone',
    workflow: 'plainWorkflow',
    changes: (former) =>
      edited(
        ['    open: {', '    opened: {'],
        ["initial: 'open'", "initial: 'opened'"],
        ["target: 'open'", "target: 'opened'"],
        ["onDone: 'open'", "onDone: 'opened'"],
        compatible('ledger', former),
      ),
    words: /The machine "ledger" cannot take up the state that was carried: .*'open' does not exist/,
  },
  {
    machine: 'in which its state has states of its own',
    workflow: 'plainWorkflow',
    changes: (former) =>
      edited(
        ['    open: {', "    open: {\n      initial: 'wide',\n      states: { wide: {} },"],
        compatible('ledger', former),
      ),
    words: /It is in "open", which says too little here: \{"open":"wide"\} would be a state/,
  },
  {
    machine: 'in which an actor is gone',
    workflow: 'houseWorkflow',
    changes: (former) =>
      edited(
        ['actors: { keeper }', 'actors: { warden: keeper }'],
        ["src: 'keeper'", "src: 'warden'"],
        compatible('house', former),
      ),
    words:
      /The machine "house" cannot take up the state that was carried: It has no actor "keeper", which "keeper" runs/,
  },
  {
    machine: 'in which the state of an actor is gone',
    workflow: 'houseWorkflow',
    changes: (former) =>
      edited(
        ["initial: 'keeping'", "initial: 'holding'"],
        ['states: { keeping:', 'states: { holding:'],
        compatible('house', former),
      ),
    words: /In the actor "keeper": .*'keeping' does not exist/,
  },
];

// Side by side, because they wait for tasks to fail and to be tried again.
describe('a deploy that cannot take up what was carried', () => {
  it.concurrent.each(DEPLOYS)(
    'a machine $machine is held up with words, and heals when the former code is back',
    async ({ workflow, changes, words }) => {
      const stand = await openDeployStand();
      try {
        const event = workflow === 'plainWorkflow' ? ADD : KEEP;
        const handle = await stand.continued(workflow, event);
        const { definition } = await firstCarried(stand, handle);
        await stand.deploy(changes(definition.hash));
        await nudge(handle, { type: 'KNOCK' });
        expect(await stand.failure(handle)).toMatch(words);
        await stand.deploy();
        const details = workflow === 'plainWorkflow' ? { total: 2 } : { kept: 2 };
        await send(handle, event);
        expect(await viewOf(handle)).toMatchObject({ status: 'active', details });
      } finally {
        await stand.close();
      }
    },
  );

  it.concurrent('a state in a form that only later code writes is held up with words, and heals with that code', async () => {
    const later: Mutation[] = [
      { file: CONTINUATION, replace: [['form: 1,', 'form: 2 as never,']] },
      { file: ACCEPTED, replace: [['carried.form !== 1', '(carried.form as number) !== 2']] },
    ];
    const stand = await openDeployStand();
    try {
      await stand.deploy(...later);
      const handle = await stand.continued('plainWorkflow', ADD);
      await stand.deploy();
      await nudge(handle, { type: 'KNOCK' });
      expect(await stand.failure(handle)).toBe('A carried state of form 2 is not known here.');
      await stand.deploy(...later);
      expect(await send(handle, ADD)).toMatchObject({ details: { total: 2 } });
    } finally {
      await stand.close();
    }
  });

  it.concurrent('a state that is brought to the start of a chain is refused unless the workflow says that it accepts it', async () => {
    const stand = await openDeployStand();
    try {
      const carried = await firstCarried(stand, await stand.continued('plainWorkflow', ADD));
      const refused = await stand.start('plainWorkflow', undefined, carried);
      const message = 'A carried state starts no workflow here: start it with its input alone.';
      await expect(refused.result()).rejects.toMatchObject({ cause: { type: 'BadMachine', message } });
      await stand.deploy(edited(['<typeof ledger>> = {}', '<typeof ledger>> = { acceptsCarried: () => true }']));
      const accepted = await stand.start('plainWorkflow', undefined, carried);
      expect(await send(accepted, ADD)).toMatchObject({ sequence: carried.sequence + 1, details: { total: 2 } });
      const another = { ...carried, definition: { ...carried.definition, hash: '0123456789abcdef' } };
      const unlike = await stand.start('plainWorkflow', undefined, another);
      const words = expect.stringContaining('begun by "ledger" (0123456789abcdef)');
      await expect(unlike.result()).rejects.toMatchObject({ cause: { type: 'BadMachine', message: words } });
    } finally {
      await stand.close();
    }
  });
});
