import { readdirSync, readFileSync } from 'node:fs';
import { Worker } from '@temporalio/worker';
import { seatFollowUpMachine } from '../../machines/seat-follow-up/machine';
import { subscriptionChangeMachine } from '../../machines/subscription-change/machine';
import { STUCK_ATTRIBUTE } from '../../workflows/contract';
import { bundle, type Mutation } from '../support/bundle';
import { CONTINUED_SOON } from '../support/hurried-workflows';
import { quietRuntime } from 'statechart-host/testing';

/** Histories of orders that went before, recorded by `scripts/record-histories.ts` and never changed. */
const FILES = readdirSync(__dirname).filter((name) => name.endsWith('.json'));

/** A change that orders which are under way would not survive. */
const AFTER_IN_REVIEWING: Mutation = {
  file: 'machines/subscription-change/price/checking-out.ts',
  replace: [["  id: 'reviewing',\n", "  id: 'reviewing',\n  after: { nextVatAttempt: TO.verifying },\n"]],
};

const LIMIT = 60_000;

/** What of a recorded event is read here. */
interface Recorded {
  upsertWorkflowSearchAttributesEventAttributes?: {
    searchAttributes: { indexedFields: Record<string, { data: string } | undefined> };
  };
}

/** Runs the workflows over recorded histories. @returns what went wrong, by workflow */
async function replay(names: readonly string[], change?: Mutation): Promise<Record<string, string>> {
  const histories = names.map((name) => {
    const history = JSON.parse(readFileSync(`${__dirname}/${name}`, 'utf8'));
    // An order looks at the id of its workflow, so it is replayed under the one that it had.
    return { workflowId: String(history.events[0].workflowExecutionStartedEventAttributes.workflowId), history };
  });
  const workflowBundle = await bundle('workflows/index.ts', change);
  const failures: Record<string, string> = {};
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, histories)) {
    if (error !== undefined) failures[workflowId] = error.message;
  }
  return failures;
}

describe('an order under way', () => {
  beforeAll(() => {
    quietRuntime();
  });

  it.each(FILES)(
    'a run on record goes on after an upgrade: %s',
    async (file) => expect(await replay([file], file.includes('until-continued') ? CONTINUED_SOON : undefined)).toEqual({}),
    LIMIT,
  );

  it('an order is on record before and after it continued as new', () => {
    const kindsOf = (name: string): string[] =>
      (JSON.parse(readFileSync(`${__dirname}/${name}`, 'utf8')) as { events: { eventType: string }[] }).events.map(
        ({ eventType }) => eventType,
      );
    expect(kindsOf('subscriptionChange@1-edited-until-continued.json').at(-1)).toMatch(/CONTINUED_AS_NEW$/);
    expect(kindsOf('subscriptionChange@1-continued-then-bought.json').at(-1)).toMatch(/EXECUTION_COMPLETED$/);
  });

  it('an order under way tells Temporal where it is stuck when that changes, and of nothing else', () => {
    for (const file of FILES) {
      const { events } = JSON.parse(readFileSync(`${__dirname}/${file}`, 'utf8')) as { events: Recorded[] };
      const told = events.flatMap(({ upsertWorkflowSearchAttributesEventAttributes: upsert }) =>
        [upsert?.searchAttributes.indexedFields[STUCK_ATTRIBUTE] ?? []].flat().map(({ data }) => Buffer.from(data, 'base64').toString()),
      );
      const asTheyMustBe = told.map((step, index) => (index % 2 === 0 ? /^"[a-zA-Z]+"$/ : /^null$/).test(step));
      expect([file, told.length % 2, asTheyMustBe]).toEqual([file, 0, told.map(() => true)]);
    }
  });

  it('a history is on record for every workflow that may wait, and for both machines', () => {
    const kinds = FILES.map((name) => name.split('-')[0]);
    const workflows = ['bulkEvent', 'paymentReview', 'vatCredit', 'vatFollowUp'];
    expect(kinds).toEqual(expect.arrayContaining([...workflows, seatFollowUpMachine.id, subscriptionChangeMachine.id]));
  });

  it(
    'a run on record would not go on after a timer was added to a state it has been through',
    async () => {
      const bought = FILES.filter((name) => name.includes('bought-at-once'));
      expect(Object.values(await replay(bought, AFTER_IN_REVIEWING))).toEqual([expect.stringMatching(/it was begun by \W+subscriptionChange@1/)]);
    },
    LIMIT,
  );
});
