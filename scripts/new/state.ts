import { kebab, required, spaced } from './names';
import { atEndOf, behindLast, imported, type Skeleton } from './skeleton';

/** `state waiting weighing 0 8`: a state of the order in which a customer waits, and its place on the paper. */
export function stateSkeleton([folder, state, columnOnPaper, rowOnPaper]: readonly string[]): Skeleton {
  const chapter = required(folder, /^[a-z]+$/, 'The chapter is a folder of machines/subscription-change/');
  const name = required(state, /^[a-z][A-Za-z]+$/, 'The state is named like weighing');
  const column = required(columnOnPaper, /^\d$/, 'The column on the paper is a number from 0');
  const row = required(rowOnPaper, /^\d+$/, 'The row on the paper is a number from 0');
  const machine = 'machines/subscription-change/machine.ts';
  const file = `machines/subscription-change/${chapter}/${kebab(name)}.ts`;
  return {
    files: { [file]: stateFile(name, column, row) },
    insertions: [
      imported(machine, `import { ${name} } from './${chapter}/${kebab(name)}';`),
      atEndOf(machine, '  states: {', `    ${name},`),
      behindLast('locales/en.json', '  "state.', `  "state.${name}": "${spaced(name)}",`),
      behindLast('locales/fr.json', '  "state.', `  "state.${name}": "${spaced(name)}",`),
    ],
    next: [
      `${file}: the events it takes, or the step it invokes with its stuck substate (see quoting.ts)`,
      'the states that lead to it: until then no path takes it',
      'locales/: where the order is, in both languages',
      'locales/runbook.*.json: under “waiting”, or its money for a step',
      'then: npm run docs && npx jest test/machines test/docs test/server/http/texts.test.ts',
    ],
  };
}

const stateFile = (name: string, column: string, row: string): string => `import { orderSetup } from '../setup';

export const ${name} = orderSetup.createStateConfig({
  id: '${name}',
  tags: 'settled',
  meta: { waits: 'customer', picture: { column: ${column}, row: ${row} } },
});
`;
