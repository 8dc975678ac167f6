const { sep } = require('node:path');
const Sequencer = require('@jest/test-sequencer').default;

/** Alone they last over a minute, though some are short to read. */
const LONGEST = [
  'flow/rules-on-every-quote',
  'chaos/run',
  'temporal-server/chaos',
  'server/support/bulk',
  'flow/handing-over',
];
/** Their files start all of Avenant, and some a browser too. */
const WHOLE = ['browser', 'chaos', 'flow', 'money', 'abuse', 'temporal-server'];

const SECOND = 1_000;

/** How long a file lasts that this machine has not run yet, in milliseconds: only which one lasts longer is meant. */
function guessOf(path) {
  const place = path.split(`${sep}test${sep}`).at(-1).replaceAll(sep, '/');
  if (LONGEST.some((file) => place.startsWith(`${file}.`))) return 120 * SECOND;
  return WHOLE.some((folder) => place.startsWith(`${folder}/`)) ? 45 * SECOND : SECOND;
}

/**
 * Starts the longest files first, so that no worker is at a long one while the others have nothing left. By itself Jest goes by size
 * where it does not know how long a file lasts, as in a fresh checkout, and starts the shortest files that last longest at the end.
 */
module.exports = class LongestFirst extends Sequencer {
  static LONGEST = LONGEST;

  sort(tests) {
    const lasts = ({ duration, path }) => duration ?? guessOf(path);
    return super.sort(tests).sort((one, other) => lasts(other) - lasts(one));
  }
};
