import { ApplicationFailure, DefaultFailureConverter, defaultPayloadConverter } from '@temporalio/common';
import { withSealedWords } from '../../workflows/failure-words';

const told = (error: Error): string | null | undefined => {
  const failure = new DefaultFailureConverter().errorToFailure(error, defaultPayloadConverter);
  return withSealedWords(failure, defaultPayloadConverter).message;
};

describe('the words of a failure where payloads are sealed', () => {
  it('what is too large says so, to whoever sends an event and to whoever asks', () => {
    const words = 'The view has 300000 bytes of JSON, and 262144 are allowed.';
    expect(told(ApplicationFailure.nonRetryable(words, 'TooLarge'))).toBe(words);
    expect(told(new Error(`TooLarge: ${words}`))).toBe(`TooLarge: ${words}`);
  });

  it('all others are sealed', () => {
    expect(told(new Error('Madame Serin said: TooLarge: no.'))).toBe('Encoded failure');
    expect(told(ApplicationFailure.nonRetryable('Madame Serin', 'BadEvent'))).toBe('Encoded failure');
  });
});
