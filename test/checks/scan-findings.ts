import { compareKeys } from '../../src/audit/summary/compare-keys.ts';
import { createKeyLedger } from '../../src/audit/summary/key-ledger.ts';
import type { PresentedKey } from '../../src/checks/keys/presented-key.ts';
import { createJudge } from '../../src/evaluate/create-judge.ts';
import type { JudgementContext } from '../../src/evaluate/contract.ts';
import { type DeploymentFinding, deploymentFindingSchema } from '../../src/model/finding.ts';
import { contextWith } from '../evaluate/context.ts';

/** A plain target that presents a key; everything left out is as it should be. */
export function presented(host: string, changes: Partial<PresentedKey> = {}): PresentedKey {
  return {
    endpoint: `-|-/server/${host}@127.0.0.1:443`,
    deployment: null,
    virtualServer: null,
    policy: 'tls-server',
    role: 'server',
    host,
    certificate: `certificate of ${host}`,
    names: [host],
    key: 'one key',
    ...changes,
  };
}

/** The findings of one check across a scan, through the real ledger, comparison and judgement. */
export async function scanFindings(
  check: string,
  places: readonly PresentedKey[],
  scene: {
    readonly complete?: boolean;
    readonly signal?: AbortSignal;
    readonly maximumKeys?: number;
    readonly moduliCompared?: number;
    readonly context?: Partial<JudgementContext>;
  } = {},
): Promise<readonly DeploymentFinding[]> {
  const ledger = createKeyLedger({ maximumKeys: scene.maximumKeys, moduliCompared: scene.moduliCompared });
  for (const place of places) ledger.add(place);
  const { complete = true, signal = new AbortController().signal } = scene;
  const facts = await compareKeys(ledger.gathered(), { complete, signal });
  const findings = createJudge(contextWith([], scene.context)).evaluateScan(facts, places);
  for (const finding of findings) deploymentFindingSchema.parse(finding);
  return findings.filter((finding) => finding.check === check);
}
