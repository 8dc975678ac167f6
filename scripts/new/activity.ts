import { capitalised, kebab, required, spaced } from './names';
import { atEndOf, behindLast, imported, inFrontOf, type Skeleton } from './skeleton';

const STEPS = 'machines/subscription-change/steps.ts';

/** `activity weighParcel order`: a step of the order, done in a room of `activities/`. */
export function activitySkeleton([step, folder]: readonly string[]): Skeleton {
  const name = required(step, /^[a-z][A-Za-z]+$/, 'The step is named like weighParcel');
  const room = required(folder, /^[a-z]+$/, 'The room is a folder of activities/');
  const Name = capitalised(name);
  return {
    files: { [`activities/${room}/${kebab(name)}.ts`]: activityFile(name, Name) },
    insertions: [
      inFrontOf(STEPS, '/** The steps of an order, as', `${inputAndOutput(Name)}\n`),
      atEndOf(STEPS, 'export interface OrderSteps {', `  ${name}(input: ${Name}Input): Promise<${Name}Output>;`),
      atEndOf(
        'machines/subscription-change/step-table.ts',
        'export const STEPS',
        `  ${name}: { ...local, expects: () => ({ status: 'done' }) },`,
      ),
      imported('activities/index.ts', `import { ${name} } from './${room}/${kebab(name)}';`),
      atEndOf('activities/index.ts', 'const ACTIVITIES', `  ${name},`),
      behindLast('locales/en.json', '  "work.', `  "work.${name}": "${spaced(name)}",`),
      behindLast('locales/fr.json', '  "work.', `  "work.${name}": "${spaced(name)}",`),
    ],
    next: [
      `${STEPS}: what ${name} is asked and what it answers; an unwelcome business answer is a value`,
      `activities/${room}/${kebab(name)}.ts: its work, keyed by {changeId}:${name}:{visit}, and a test in test/activities/${room}/`,
      'step-table.ts: how it is attempted, what it does beyond our books, and what it answers when all goes well',
      'locales/: its work in both languages',
      'a state that invokes it: npm run new -- state',
      'then: npm run types && npx jest test/machines test/server/http/texts.test.ts',
    ],
  };
}

const inputAndOutput = (Name: string): string => `export interface ${Name}Input extends Visit {}
export interface ${Name}Output {
  status: 'done';
}
`;

const activityFile = (
  name: string,
  Name: string,
): string => `import type { ${Name}Input, ${Name}Output } from '../../machines/subscription-change/steps';
import type { Tools } from '../shared/dependencies';

/** May run twice, and its first attempt may end after its second: every write is keyed by its visit and fenced. */
export async function ${name}({ log }: Tools, { changeId, visit }: ${Name}Input): Promise<${Name}Output> {
  log.info({ changeId, visit }, '${spaced(name)}');
  return { status: 'done' };
}
`;
