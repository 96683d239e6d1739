import { atTurnEnd } from '../async/in-step.ts';

interface Waiting<In, Out> {
  readonly value: In;
  readonly resolve: (answer: Out) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers what comes in one turn of the event loop, and has it answered together at its end, so many at most. `answer` gives as many answers
 * as it gets values, in their order; where it throws, all of them are told.
 */
export function gatherTurn<In, Out>(
  answer: (values: readonly In[]) => readonly Out[],
  maxTogether: number,
): (value: In) => Promise<Out> {
  let waiting: Waiting<In, Out>[] = [];
  const answerAll = (): void => {
    const together = waiting.slice(0, maxTogether);
    waiting = waiting.slice(maxTogether);
    if (waiting.length > 0) atTurnEnd(answerAll);
    try {
      const answers = answer(together.map(({ value }) => value));
      for (const [index, { resolve }] of together.entries()) resolve(answers[index] as Out);
    } catch (error) {
      for (const { reject } of together) reject(error);
    }
  };
  return (value) =>
    new Promise((resolve, reject) => {
      if (waiting.push({ value, resolve, reject }) === 1) atTurnEnd(answerAll);
    });
}
