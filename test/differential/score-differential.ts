import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createPathFinder } from '../../src/pki/path/path-finder.ts';
import { classify, describeDisagreement } from './classify.ts';
import { compareHierarchy, type LeafComparison } from './compare-hierarchy.ts';
import { makeHierarchy } from './hierarchy.ts';
import { makeKeyPool } from './key-pool.ts';

export interface DifferentialRun {
  readonly seed: number;
  /** Of the hierarchies to make. */
  readonly indexes: Iterable<number>;
}

export interface DifferentialScore {
  leaves: number;
  bothAccept: number;
  bothRefuse: number;
  onlyCertmusterAccepts: number;
  onlyOpensslAccepts: number;
  /** Why we refused what both refused. */
  readonly refusals: Record<string, number>;
  /** Leaves by class of disagreement; one leaf may count in several. */
  readonly classes: Record<string, number>;
  readonly unexplained: string[];
}

/** OpenSSL processes at once. */
const lanes = 2;

/** The indexes `from`, `from + 1`, …: as many as `count` says. */
export function indexRange(from: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, offset) => from + offset);
}

/** Generates, asks both and counts. Two runs of one seed give one score. */
export async function scoreDifferential({ seed, indexes }: DifferentialRun): Promise<DifferentialScore> {
  const pool = makeKeyPool();
  const findPath = createPathFinder();
  const score = emptyScore();
  const queue = [...indexes].toReversed();
  await Promise.all(Array.from({ length: lanes }, lane));
  score.unexplained.sort();
  return score;

  async function lane(): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'certmuster-differential-'));
    try {
      for (let index = queue.pop(); index !== undefined; index = queue.pop()) {
        const hierarchy = makeHierarchy({ seed, pool }, index);
        const compared = await compareHierarchy(hierarchy, { findPath, folder });
        for (const comparison of compared) add(score, comparison);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

function emptyScore(): DifferentialScore {
  const counts = { leaves: 0, bothAccept: 0, bothRefuse: 0, onlyCertmusterAccepts: 0, onlyOpensslAccepts: 0 };
  return { ...counts, refusals: {}, classes: {}, unexplained: [] };
}

function add(score: DifferentialScore, comparison: LeafComparison): void {
  score.leaves += 1;
  if (comparison.kind === 'both accept') score.bothAccept += 1;
  if (comparison.kind === 'both refuse') {
    score.bothRefuse += 1;
    increment(score.refusals, comparison.reason);
  }
  if (comparison.kind !== 'disagreement') return;
  const { disagreement } = comparison;
  if (disagreement.side === 'only certmuster accepts') score.onlyCertmusterAccepts += 1;
  else score.onlyOpensslAccepts += 1;
  const classes = classify(disagreement);
  if (classes === undefined) score.unexplained.push(describeDisagreement(disagreement));
  for (const name of classes ?? []) increment(score.classes, name);
}

function increment(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
