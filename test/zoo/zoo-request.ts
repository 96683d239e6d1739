import type { AuditRequest } from '../../src/audit/contract.ts';
import type { Zoo } from './start-zoo.ts';
import { readTrustAnchors } from '../../src/pki/trust/read-trust-anchors.ts';
import { waivableChecks } from '../../src/evaluate/waivable-checks.ts';
import { standardPolicies } from '../../src/policy/policies.ts';
import { expandTargets } from '../../src/targets/expand-targets.ts';
import { parseTargets } from '../../src/targets/parse-targets.ts';
import { auditOptions, requestFor, storeOf } from '../audit/auditing.ts';

/** The zoo as an operator would have it audited, with further targets mixed in. */
export function requestForZoo(zoo: Zoo, timeoutMs: number, others: Zoo['targets']['targets'] = []): AuditRequest {
  const mixed = interleave(zoo.targets.targets ?? [], others);
  const parsed = parseTargets({ ...zoo.targets, targets: mixed }, standardPolicies, waivableChecks());
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const { endpoints, deployments } = expandTargets(parsed.value, standardPolicies);
  return requestFor(endpoints, {
    deployments,
    stores: new Map([['zoo', storeOf('zoo', anchorsOf(zoo))]]),
    options: { ...auditOptions, timeoutMs, concurrency: 50 },
  });
}

function anchorsOf({ trustFiles }: Zoo): readonly Uint8Array[] {
  const anchors = readTrustAnchors([...trustFiles].map(([path, text]) => ({ path, bytes: Buffer.from(text) })));
  if (!anchors.ok) throw new Error(JSON.stringify(anchors.error));
  return anchors.value.anchors;
}

function interleave<T>(some: readonly T[], others: readonly T[]): T[] {
  const [longer, shorter] = some.length > others.length ? [some, others] : [others, some];
  return longer.flatMap((each, index) => {
    const other = shorter[index];
    return other === undefined ? [each] : [each, other];
  });
}
