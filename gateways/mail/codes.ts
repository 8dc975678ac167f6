const ANSWERED = /^smtp_(\d)/;

/** The key of the text that says why a mail was not taken. Of the codes of servers the first digit decides: 4 is not now, 5 is no. */
export function mailCodeKey(code: string): string {
  const [, digit] = ANSWERED.exec(code) ?? [];
  return `mailCode.${digit === undefined ? code : `smtp_${digit}`}`;
}
