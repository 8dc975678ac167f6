import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

interface Timed {
  place: string;
  path: string;
}

const LongestFirst = require('../support/longest-first.cjs') as {
  new (): { sort(tests: Timed[]): Timed[] };
  LONGEST: string[];
};

const fileAt = (place: string): string => join(__dirname, '..', `${place}.test.ts`);

/** Nothing is known of how long they last, as in a fresh checkout. */
const started = (places: string[]): string[] => {
  const context = {
    config: { cache: false, id: 'order' },
    hasteFS: { getSize: (path: string) => statSync(path).size },
  };
  const tests = places.map((place) => ({ place, path: fileAt(place), context }));
  return new LongestFirst().sort(tests).map(({ place }) => place);
};

describe('the order of test files', () => {
  it('each file that is said to last longest exists', () => {
    expect(LongestFirst.LONGEST.filter((place) => !existsSync(fileAt(place)))).toEqual([]);
  });

  it('a file that lasts long is started before longer texts that do not', () => {
    const places = ['billing/calendar/calendar', 'browser/session-end', 'chaos/run', 'server/identity/roles'];
    expect(started(places).slice(0, 2)).toEqual(['chaos/run', 'browser/session-end']);
  });
});
