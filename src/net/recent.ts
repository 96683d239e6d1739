/**
 * Answers worth asking for once: a map of promises that forgets its oldest entry past `maxEntries`, so that a run of any
 * length stays within memory.
 */
export class Recent<Answer> {
  readonly #answers = new Map<string, Promise<Answer>>();
  readonly #maxEntries: number;

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  /** The answer under way or known for `key`, else the one that `ask` brings. */
  get(key: string, ask: () => Promise<Answer>): Promise<Answer> {
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const answer = ask();
    if (this.#answers.size >= this.#maxEntries) this.#forgetOldest();
    this.#answers.set(key, answer);
    return answer;
  }

  /** Forgets an answer, if it is still this one. */
  forget(key: string, answer: Promise<Answer>): void {
    if (this.#answers.get(key) === answer) this.#answers.delete(key);
  }

  #forgetOldest(): void {
    const oldest = this.#answers.keys().next();
    if (!oldest.done) this.#answers.delete(oldest.value);
  }
}
