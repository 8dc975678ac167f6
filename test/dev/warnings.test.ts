import { warningIn } from '../../dev/stack/warnings';

describe('what a process warns of', () => {
  it.each([
    ['a warning', '{"level":40,"msg":"no order is found by its VAT number"}', 'no order is found by its VAT number'],
    ['an error with its cause', '{"level":50,"msg":"not sent","err":{"message":"no room"}}', 'not sent: no room'],
    ['a line of information', '{"level":30,"msg":"listening"}', undefined],
    ['a line that is no log', 'Debugger attached.', undefined],
    ['a broken line', '{"level":40,', undefined],
  ])('%s is told as a person reads it, and nothing else is', (_, line, words) => {
    expect(warningIn(line)).toBe(words);
  });
});
