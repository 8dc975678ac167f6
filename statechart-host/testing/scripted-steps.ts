type Scripted<Answers extends object> = { [Step in keyof Answers]: () => Promise<Answers[Step]> };

/** Steps that give the same answer each time, whatever they are asked. */
export function scriptedSteps<Answers extends object>(answers: Answers): Scripted<Answers> {
  return Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [name, async () => answer]),
  ) as Scripted<Answers>;
}

/** Steps that note that they were called, in order. */
export function recorded<Steps extends object>(steps: Steps, calls: string[]): Steps {
  const entries = Object.entries(steps).map(([name, run]) => [
    name,
    (input: unknown) => {
      calls.push(name);
      return run(input);
    },
  ]);
  return Object.fromEntries(entries) as Steps;
}
