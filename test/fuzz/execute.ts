import type { FuzzInput, FuzzTarget } from './fuzz-target.ts';
import { createRandom } from './random.ts';

/** An input that broke an invariant. */
export interface Defect {
  readonly target: string;
  readonly seed: string;
  readonly execution: number;
  readonly message: string;
  readonly input: FuzzInput;
}

/** One execution of one target; every execution has a stream of its own, so that one can be repeated alone. */
export async function execute(
  target: FuzzTarget,
  seed: string,
  execution: number,
): Promise<{ readonly outcome: string } | Defect> {
  const input = target.make(createRandom(`${seed} ${target.name} ${execution}`));
  try {
    return { outcome: await target.judge(input) };
  } catch (error) {
    const message = error instanceof Error ? `${error.message}\n${error.stack}` : String(error);
    return { target: target.name, seed, execution, message, input };
  }
}
