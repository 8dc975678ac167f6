/** Where the runbook tells what to do about a failure code or the kind of a support item. */
export const runbookSection = (name: string): string => `docs/support-runbook.md#${name.toLowerCase()}`;
