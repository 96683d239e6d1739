import { parseFixtures } from '../../../src/cli/fixtures/read-fixtures.ts';
import { type StagedFixture, stageFixtures } from '../../../src/cli/fixtures/stage-fixtures.ts';
import { documentsOf, isChain, readSourcedChain } from '../../../src/cli/input/policy-sources.ts';
import { readShippedFile } from '../../../src/cli/input/shipped-file.ts';
import type { PolicyDocument } from '../../../src/model/policy-document.ts';
import { waivableChecks } from '../../../src/evaluate/waivable-checks.ts';
import { addedRoles } from '../../../src/policy/layers.ts';
import { compilePolicy } from '../../../src/policy/compile-policy.ts';
import { type Policies, standardPolicies } from '../../../src/policy/policies.ts';
import type { Policy } from '../../../src/policy/policy.ts';
import { conformingEstate, type Estate } from './conforming-estate.ts';

/** A built-in policy with its fixtures, as `policy test` reads them. */
export interface Pack {
  readonly id: string;
  /** Weakest base first, its own last. */
  readonly documents: readonly [PolicyDocument, ...PolicyDocument[]];
  readonly policy: Policy;
  readonly policies: Policies;
  /** Those of the file, and a conforming one for each role. */
  readonly fixtures: readonly StagedFixture[];
  /** Of the topology of the fixtures; undefined: the policy has no deployments. */
  readonly conformingEstate: Estate | undefined;
}

/** Reads a built-in policy and its fixtures. */
export async function readPack(id: string): Promise<Pack> {
  const chain = await readSourcedChain(id);
  const file = await readShippedFile(`${id}.fixtures.yaml`);
  if (!isChain(chain) || file === undefined) throw new Error(`${id} is no built-in policy with fixtures`);
  const read = await parseFixtures(file);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const documents = documentsOf(chain);
  const policy = compilePolicy(documents);
  const policies = new Map([...standardPolicies, [policy.id, policy] as const]);
  const stage = stageFixtures(read.value.document, {
    policy,
    policies,
    checks: waivableChecks(),
    added: addedRoles(documents),
  });
  if (stage.problems.length > 0) throw new Error(JSON.stringify(stage.problems));
  const { topology = {} } = read.value.document;
  return {
    id,
    documents,
    policy,
    policies,
    fixtures: stage.fixtures,
    conformingEstate: conformingEstate(topology, policy, policies),
  };
}
