/** What a mail server does wrong on purpose. */

/** To a connection: it says nothing for a while, sends the caller away, or hangs up without a word. */
type ConnectionFault = { fault: 'greets_late'; milliseconds: number } | { fault: 'turns_away' | 'hangs_up' };

/** To a letter: it is answered with a code, or the line breaks once the letter has arrived; then it is not delivered. */
export type LetterFault =
  | { fault: 'answers'; code: number; to: 'recipient' | 'data' }
  | { fault: 'drops_after_data' }
  /** The line breaks where the answer should come, and the letter is delivered all the same. */
  | { fault: 'drops_its_answer' };

export interface MailFaults {
  /** Of the connection that is just made, counted from 1. */
  ofConnection?(count: number): ConnectionFault | undefined;
  /** Of a letter, by its recipient and how often one came for them, counted from 1. */
  ofLetter?(recipient: string, count: number): LetterFault | undefined;
}
