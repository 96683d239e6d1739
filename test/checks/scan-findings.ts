import { compareKeys } from '../../src/audit/summary/compare-keys.ts';
import { createKeyHolders } from '../../src/audit/summary/key-holders.ts';
import type { PresentedKey } from '../../src/checks/keys/presented-key.ts';
import { createJudge } from '../../src/evaluate/create-judge.ts';
import type { DeclaredTargets, JudgementContext } from '../../src/evaluate/contract.ts';
import { type DeploymentFinding, deploymentFindingSchema } from '../../src/model/finding.ts';
import { sha256Hex } from '../../src/x509/der/sha256-hex.ts';
import { contextWith } from '../evaluate/context.ts';

/** A plain target that presents a key; everything left out is as it should be. Key and certificate are named by any text. */
export function presented(host: string, changes: Partial<PresentedKey> = {}): PresentedKey {
  const { key = 'one key', certificate = `certificate of ${host}`, ...others } = changes;
  return {
    endpoint: `-|-/server/${host}@127.0.0.1:443`,
    deployment: null,
    virtualServer: null,
    policy: 'tls-server',
    role: 'server',
    host,
    names: [host],
    ...others,
    key: fingerprintOf(key),
    certificate: fingerprintOf(certificate),
  };
}

export function fingerprintOf(name: string): string {
  return sha256Hex(Buffer.from(name));
}

/** The findings of one check across a scan, through the real list of key holders, comparison and judgement. */
export async function scanFindings(
  check: string,
  places: readonly PresentedKey[],
  scene: {
    readonly complete?: boolean;
    readonly signal?: AbortSignal;
    readonly maximumKeys?: number;
    /** Absent: 1,024. */
    readonly moduliCompared?: number;
    readonly context?: Partial<JudgementContext>;
    readonly targets?: DeclaredTargets;
  } = {},
): Promise<readonly DeploymentFinding[]> {
  const { complete = true, signal = new AbortController().signal, moduliCompared = 1_024, maximumKeys } = scene;
  const holders = createKeyHolders({ maximumKeys, moduliCompared });
  for (const place of places) holders.add(place);
  const facts = await compareKeys(holders.gathered(), { complete, signal });
  const { findings } = createJudge(contextWith([], scene.context)).evaluateScan(facts, places, scene.targets);
  for (const finding of findings) deploymentFindingSchema.parse(finding);
  return findings.filter((finding) => finding.check === check);
}
