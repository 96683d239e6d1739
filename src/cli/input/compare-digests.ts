import type { Problem } from '../../model/problem.ts';
import type { LineDigest } from '../../model/run-manifest.ts';
import { problem } from '../problem.ts';

/** Compares the lines of a file with the digests that were saved for them. */
export interface DigestComparison {
  /** Takes the digest of the next line and returns the problems that are certain by now. */
  readonly line: (sha256: string) => Promise<readonly Problem[]>;
  /** After the last line. */
  readonly end: () => Promise<readonly Problem[]>;
}

/** How far a line is looked for beyond its place, so that one that is gone or added does not make all that follow look changed. */
const maxLookAhead = 64;

/**
 * Tells changed, missing and added lines apart. Both sides are read as they come: beside the lines looked ahead at, nothing is kept.
 * `maxProblems`: of missing lines no more are read.
 */
export function compareDigests(saved: AsyncIterator<LineDigest>, maxProblems: number): DigestComparison {
  const expected = createQueue(saved);
  const seen: { readonly number: number; readonly sha256: string }[] = [];
  let lines = 0;

  /** Settles lines as long as there is enough to look ahead at. */
  const settle = async (isEnd: boolean): Promise<readonly Problem[]> => {
    const problems: Problem[] = [];
    for (;;) {
      const [next] = seen;
      const wanted = await expected.at(0);
      if (next === undefined) return problems;
      if (next.sha256 === wanted?.digest.sha256) {
        seen.shift();
        expected.drop(1);
        continue;
      }
      if (!isEnd && seen.length <= maxLookAhead) return problems;
      const gone = await expected.find(next.sha256);
      const added = wanted === undefined ? -1 : seen.findIndex(({ sha256 }) => sha256 === wanted.digest.sha256);
      if (gone > 0 && (added < 0 || gone <= added)) problems.push(...expected.drop(gone).map(missing));
      else if (added > 0) problems.push(...seen.splice(0, added).map(surplus));
      else if (wanted === undefined) problems.push(...seen.splice(0, 1).map(surplus));
      else {
        problems.push(...seen.splice(0, 1).map(({ number }) => changed(number, wanted.digest)));
        expected.drop(1);
      }
    }
  };

  return {
    line: async (sha256) => {
      lines += 1;
      seen.push({ number: lines, sha256 });
      return await settle(false);
    },
    end: async () => {
      const problems = [...(await settle(true))];
      for (let rest = await expected.at(0); rest !== undefined; rest = await expected.at(0)) {
        if (problems.length >= maxProblems) break;
        problems.push(...expected.drop(1).map(missing));
      }
      return problems;
    },
  };
}

interface Numbered {
  /** 1 for the first. */
  readonly number: number;
  readonly digest: LineDigest;
}

/** The saved digests that are not settled yet, as many as were looked at. */
function createQueue(saved: AsyncIterator<LineDigest>) {
  const waiting: Numbered[] = [];
  let count = 0;
  let isOver = false;
  const at = async (index: number): Promise<Numbered | undefined> => {
    while (waiting.length <= index && !isOver) {
      const next = await saved.next();
      if (next.done === true) isOver = true;
      else {
        count += 1;
        waiting.push({ number: count, digest: next.value });
      }
    }
    return waiting[index];
  };
  return {
    at,
    drop: (length: number): readonly Numbered[] => waiting.splice(0, length),
    /** -1: not within reach. */
    find: async (sha256: string): Promise<number> => {
      await at(maxLookAhead);
      return waiting.findIndex(({ digest }) => digest.sha256 === sha256);
    },
  };
}

function changed(number: number, { endpoint }: LineDigest): Problem {
  return problem(
    `does not match its digest in the manifest: it was changed after it was saved for ${endpoint}`,
    `line ${number}`,
  );
}

function missing({ number, digest }: Numbered): Problem {
  return problem(`is missing: it was saved for ${digest.endpoint}, and removed or moved since`, `line ${number}`);
}

function surplus({ number }: { readonly number: number }): Problem {
  return problem('is not in the manifest: the line was added or moved here after the run was saved', `line ${number}`);
}
