import { warningIn } from '../../dev/stack/warnings';

describe('what a process warns of', () => {
  it.each([
    [
      'a warning',
      '{"level":"warn","msg":"no order is found by its VAT number"}',
      'no order is found by its VAT number',
    ],
    ['an error with its cause', '{"level":"error","msg":"not sent","err":{"message":"no room"}}', 'not sent: no room'],
    ['a line of information', '{"level":"info","msg":"listening"}', undefined],
    ['a line that is no log', 'Debugger attached.', undefined],
    ['a broken line', '{"level":"warn",', undefined],
  ])('%s is told as a person reads it, and nothing else is', (_, line, words) => {
    expect(warningIn(line)).toBe(words);
  });
});
