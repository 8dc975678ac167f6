import { REFUSALS } from '../../../machines/refusals';
import { subscriptionChangeMachine } from '../../../machines/subscription-change/machine';
import { openApiDocument } from '../../../server/api/openapi';
import { CLOSED_LISTS } from '../../../server/docs/closed-lists';
import { exampleRequest } from '../../../server/docs/example-request';
import { BESIDE_OPERATIONS, OF_EVERY_OPERATION, problemsOf } from '../../../server/docs/operation-problems';
import { referenceOf } from '../../../server/docs/reference';
import { sampleOf } from '../../../server/docs/samples';
import { PROBLEMS } from '../../../server/http/problem-codes';
import { text } from '../../../server/http/texts';
import { describedOperations } from '../../../server/operations';

const OPERATIONS = describedOperations(true);
const REFERENCE = referenceOf(OPERATIONS, openApiDocument(OPERATIONS));

const codesOf = (id: string): string[] =>
  CLOSED_LISTS.find((list) => list.id === id)?.codes.map(({ code }) => code) ?? [];

describe('the examples', () => {
  it('every body of an example is one that its operation takes', () => {
    const bodies = REFERENCE.operations.filter(({ body }) => body !== undefined);
    expect(bodies.length).toBeGreaterThan(20);
    for (const described of bodies) {
      const { id, body } = described.mounted;
      expect([id, body?.safeParse(exampleRequest(described, REFERENCE).body).error]).toEqual([id, undefined]);
    }
  });

  it('every path and query of an example is one that its operation takes', () => {
    for (const described of REFERENCE.operations) {
      const { id, path, params, query } = described.mounted;
      const { pathname, searchParams } = new URL(exampleRequest(described, REFERENCE).path, 'http://localhost');
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
      const values = new RegExp(`^${path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`).exec(pathname)?.slice(1) ?? [];
      const named = Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(values[index] ?? '')]));
      expect([id, params.safeParse(named).error]).toEqual([id, undefined]);
      expect([id, query.safeParse(Object.fromEntries(searchParams)).error]).toEqual([id, undefined]);
    }
  });

  it('every answer of an example is one that its operation gives', () => {
    for (const { mounted, answers } of REFERENCE.operations) {
      for (const { status, schema } of answers.filter(
        ({ schema }) => schema !== undefined && schema.type !== 'string',
      )) {
        const sample = sampleOf(schema ?? {}, REFERENCE.schemas, { isAnswer: true });
        expect([mounted.id, mounted.answers[status]?.schema?.safeParse(sample).error]).toEqual([mounted.id, undefined]);
      }
    }
  });

  it('an example names every header without which its request is refused', () => {
    const start = REFERENCE.operations.find(({ mounted }) => mounted.id === 'startChange');
    const settings = REFERENCE.operations.find(({ mounted }) => mounted.id === 'putSettings');
    const headersOf = (described: typeof start) => described && exampleRequest(described, REFERENCE).headers;
    expect(headersOf(start)).toEqual({
      'Avenant-On-Behalf-Of': 'claire',
      'Idempotency-Key': 'my-startChange-1',
      'Content-Type': 'application/json',
    });
    expect(headersOf(settings)).toMatchObject({ 'If-Match': '"3"' });
  });
});

describe('the closed lists', () => {
  it('the error table has every problem and every refusal, with its status and its words', () => {
    expect(codesOf('problem')).toEqual(Object.keys(PROBLEMS));
    expect(codesOf('refusal')).toEqual(Object.keys(REFUSALS));
    const [problems] = CLOSED_LISTS;
    for (const { code, cells } of problems?.codes ?? []) {
      expect(cells).toEqual([
        String(PROBLEMS[code as keyof typeof PROBLEMS].http),
        expect.stringMatching(/\w/),
        expect.stringMatching(/\.$/),
      ]);
    }
    const refused = CLOSED_LISTS.find(({ id }) => id === 'refusal')?.codes ?? [];
    expect(refused.find(({ code }) => code === 'seats_out_of_range')?.cells).toEqual([
      '422',
      'This tier has {minSeats} to {maxSeats} seats; {seats} is outside.',
      text('en', 'next.seats_out_of_range'),
    ]);
  });

  it('the states are those of the statechart, and every code of every list has words', () => {
    expect(codesOf('state').sort()).toEqual(Object.keys(subscriptionChangeMachine.states).sort());
    for (const { id, codes } of CLOSED_LISTS) {
      expect([id, codes.length > 1]).toEqual([id, true]);
      expect([id, codes.filter(({ cells }) => cells[0] === '')]).toEqual([id, []]);
    }
  });

  it('every problem is one of some operation, of all of them, or of an address beside them', () => {
    const told = [...OF_EVERY_OPERATION, ...BESIDE_OPERATIONS, ...REFERENCE.operations.flatMap(problemsOf)];
    expect([...new Set(told)].sort()).toEqual(Object.keys(PROBLEMS).sort());
  });
});
