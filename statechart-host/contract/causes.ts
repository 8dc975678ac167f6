const MOST_CAUSES = 10;

/**
 * An error and what caused it, the latest first. A chain that goes round, or goes on for longer than ten causes, is cut there for good:
 * whatever else follows it would not come to its end.
 */
export function withItsCauses(error: Error): Error[] {
  const chain = [error];
  for (let last = error; last.cause instanceof Error; chain.push(last)) {
    if (chain.length > MOST_CAUSES || chain.includes(last.cause)) {
      last.cause = undefined;
      break;
    }
    last = last.cause;
  }
  return chain;
}
