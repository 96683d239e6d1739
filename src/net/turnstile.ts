/** Lets so many through at once; the others wait in line. */
export type Turnstile = <T>(pass: () => Promise<T>) => Promise<T>;

export function createTurnstile(atOnce: number): Turnstile {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return async (pass) => {
    if (inside >= atOnce) {
      await new Promise<void>((enter) => {
        waiting.push(enter);
      });
    } else inside += 1;
    try {
      return await pass();
    } finally {
      const next = waiting.shift();
      if (next === undefined) inside -= 1;
      else next();
    }
  };
}
