import type { ScanFacts } from '../../checks/define-scan-check.ts';
import { describeChecks } from '../../evaluate/describe-checks.ts';
import type { Judge, JudgedEndpoint } from '../../evaluate/contract.ts';
import type { Deployment, NameResolution } from '../../model/deployment.ts';
import type { DeploymentFinding } from '../../model/finding.ts';
import type { SavedRun } from '../../model/saved-run.ts';
import type { ScanSummary } from '../../model/scan-report.ts';
import { tool } from '../../model/tool.ts';
import type { FailOn } from '../../model/vocabulary.ts';
import { findPolicy } from '../../policy/policies.ts';
import { aliasNames } from '../alias-names.ts';
import type { AuditEvent } from '../contract.ts';
import type { EndpointNote } from './endpoint-note.ts';
import { exitCode } from './exit-code.ts';
import { createFetchLedger } from './fetch-ledger.ts';
import { createKeyLedger, type GatheredKeys } from './key-ledger.ts';
import { createPolicyRecord } from './policy-record.ts';
import { createStoreRecord } from './store-record.ts';
import { createTally } from './tally.ts';
import { describeEndedWaivers } from './waiver-notices.ts';

/** What is known of a run before its first endpoint. */
export interface RunFacts {
  readonly startedAt: Date;
  readonly deployments: readonly Deployment[];
  readonly inputs: ScanSummary['inputs'];
  readonly options: Readonly<Record<string, unknown>>;
  readonly notices: readonly string[];
  readonly failOn: FailOn;
  readonly judge: Judge;
  /** RSA moduli compared for shared primes; undefined: `defaultModuliCompared`. */
  readonly compareModuli: number | undefined;
}

/** What is known once it has ended. */
export interface RunEnd {
  readonly finishedAt: Date;
  readonly isInterrupted: boolean;
  /** 0: everything was audited; null: how much was left out is unknown. */
  readonly notAudited: number | null;
  readonly nameResolutions: readonly NameResolution[];
  /** What became of the ledger's keys. */
  readonly keys: ScanFacts;
  /** What broke of certmuster itself and is no endpoint's answer; absent: nothing. */
  readonly breaks?: readonly string[];
}

/** An endpoint as the ledger takes it: an event of this run, or the note of an earlier one. */
export type Noted = { readonly note: EndpointNote } & (JudgedEndpoint | { readonly observation?: never });

/** Keeps of a run what its summary needs, and of its endpoints only those that deployment checks compare. */
export interface Ledger {
  readonly add: (endpoint: Noted) => void;
  /** The keys of all endpoints so far, to be compared before the end. */
  readonly keys: () => GatheredKeys;
  /** Makes the checks across deployments and the summary. */
  readonly close: (end: RunEnd) => Extract<AuditEvent, { kind: 'summary' }>;
}

/** Said where an interruption leaves the checks across deployments without their evidence. */
const incompleteNotice =
  'The run did not reach every endpoint, so the checks across deployments were not made: missing endpoints would look like faults.';

export function openLedger(facts: RunFacts): Ledger {
  const { judge, deployments, failOn } = facts;
  const { context } = judge;
  const tally = createTally(failOn);
  const stores = createStoreRecord(context);
  const policies = createPolicyRecord(context.overrides);
  const fetches = createFetchLedger();
  const keyLedger = createKeyLedger({ moduliCompared: facts.compareModuli });
  const members = new Map<string | null, JudgedEndpoint[]>(deployments.map(({ name }) => [name, []]));

  const judgeDeployments = (nameResolutions: readonly NameResolution[]): readonly DeploymentFinding[] =>
    deployments.flatMap((deployment) => {
      const endpoints = (members.get(deployment.name) ?? []).sort(inExpansionOrder);
      const names = new Set(aliasNames(deployment));
      const resolutions = nameResolutions.filter(({ name }) => names.has(name));
      return judge.evaluateDeployment({ deployment, endpoints, nameResolutions: resolutions });
    });

  return {
    add: (endpoint) => {
      const { note } = endpoint;
      tally.add(note);
      stores.add(note.stores, note.sawChain);
      policies.add(note);
      fetches.add(note.fetches ?? []);
      if (note.key !== undefined) keyLedger.add(note.key);
      if (!note.isCompared || endpoint.observation === undefined) return;
      const { observation, report } = endpoint;
      members.get(note.deployment)?.push({ observation, report });
    },
    keys: keyLedger.gathered,
    close: ({ finishedAt, isInterrupted, notAudited, nameResolutions, keys, breaks = [] }) => {
      const complete = notAudited === 0;
      const deploymentFindings = [
        ...(complete ? judgeDeployments(nameResolutions) : []),
        ...judge.evaluateScan(keys, policies.used()),
      ];
      for (const finding of deploymentFindings) tally.addDeployment(finding);
      const summary = tally.summary(notAudited);
      const shared = {
        schemaVersion: '1.0' as const,
        tool,
        startedAt: facts.startedAt.toISOString(),
        finishedAt: finishedAt.toISOString(),
        asOf: context.now.toISOString(),
        complete,
        inputs: [...facts.inputs],
        options: { ...facts.options },
      };
      const judgedBy = new Set([...deployments.map(({ policy }) => policy), ...policies.ids()]);
      const policyNotices = [...judgedBy].flatMap((id) => findPolicy(id).notices);
      const ended = describeEndedWaivers(deployments, context.now);
      const notices = [...new Set([...policyNotices, ...facts.notices, ...stores.notices(), ...ended, ...breaks])];
      return {
        kind: 'summary',
        summary: {
          ...shared,
          notices: complete || deployments.length === 0 ? notices : [...notices, incompleteNotice],
          policies: policies.describe(),
          trustStores: stores.describe(),
          fetches: fetches.records(),
          summary,
          checks: describeChecks(),
          deploymentFindings,
        },
        run: {
          ...shared,
          notAudited,
          failOn,
          deployments: [...deployments],
          trustStores: stores.save(),
          notices: [...facts.notices],
          nameResolutions: [...nameResolutions],
        } satisfies SavedRun,
        exitCode: exitCode({
          failOn,
          isInterrupted,
          hasBug: tally.hasBug() || breaks.length > 0,
          hasFailure: tally.hasFailure(),
          isIncomplete: !complete || summary.unreachable > 0,
        }),
      };
    },
  };
}

function inExpansionOrder(a: JudgedEndpoint, b: JudgedEndpoint): number {
  return (a.observation.index ?? 0) - (b.observation.index ?? 0);
}
