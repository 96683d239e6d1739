import { createTextStore } from '../model/text-store.ts';

/** Plain answers by key, outside V8's heap, where one costs a hundred bytes and not a thousand. */
export interface AnswerMemory<Answer> {
  readonly get: (key: string) => Answer | undefined;
  /** Remembers the answer to a key that is not remembered. */
  readonly set: (key: string, answer: Answer) => void;
}

/**
 * Remembers at least the latest answers up to one of these bounds, and at most twice as many: when one is reached, what came before the
 * latest ones is forgotten together.
 */
export function createAnswerMemory<Answer>(bounds: {
  readonly answers: number;
  readonly characters: number;
}): AnswerMemory<Answer> {
  let latest = createTextStore();
  let earlier = createTextStore();
  return {
    get: (key) => {
      const text = latest.get(key) ?? earlier.get(key);
      return text === undefined ? undefined : JSON.parse(text);
    },
    set: (key, answer) => {
      if (latest.size() >= bounds.answers || latest.characters() >= bounds.characters) {
        earlier = latest;
        latest = createTextStore();
      }
      latest.add(key, JSON.stringify(answer));
    },
  };
}
