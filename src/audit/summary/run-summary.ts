import { presentKey } from '../../checks/keys/presented-key.ts';
import { describeChecks } from '../../evaluate/describe-checks.ts';
import { createCauseLog } from '../../evaluate/causes/merge-causes.ts';
import type { JudgedAcross, JudgedEndpoint } from '../../evaluate/contract.ts';
import type { NameResolution } from '../../model/deployment.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { SavedRun } from '../../model/saved-run.ts';
import { tool } from '../../model/tool.ts';
import { documentsToKeep, findPolicy } from '../../policy/policies.ts';
import { aliasNames } from '../alias-names.ts';
import type { AuditEvent } from '../contract.ts';
import { isRangeSilent } from '../range-log.ts';
import { exitCode } from './exit-code.ts';
import { createFetchLog } from './fetch-log.ts';
import { createKeyHolders, type GatheredKeys } from './key-holders.ts';
import { createPolicyRecord } from './policy-record.ts';
import type { RunEnd, RunFacts } from './run-facts.ts';
import { createStoreRecord } from './store-record.ts';
import { describeInPart, describeSelection } from './describe-selection.ts';
import { createCounters } from './counters.ts';
import { describeJudgedAgain, describeUnlisted } from './run-notices.ts';
import { createVantageLog } from './vantage-log.ts';
import { createWaiverLog } from './waiver-log.ts';

/** Collects what the summary of a run needs. Of the endpoints it keeps only those that deployment checks compare. */
export interface RunSummary {
  readonly add: (endpoint: JudgedEndpoint) => void;
  /** An endpoint that an earlier run audited, and of which only the report is left. */
  readonly addEarlier: (report: EndpointReport) => void;
  /** The keys of all endpoints so far, to be compared before the end. */
  readonly keys: () => GatheredKeys;
  /** Runs the checks across deployments and across the scan, and makes the summary. */
  readonly close: (end: RunEnd) => Extract<AuditEvent, { kind: 'summary' }>;
}

/** Notice of an interrupted run, in which the checks across deployments lack their evidence. */
const incompleteNotice = 'The run did not reach every endpoint, so the checks across deployments were left out.';

export function openRunSummary(facts: RunFacts): RunSummary {
  const { judge, deployments, failOn } = facts;
  const { context } = judge;
  const counters = createCounters(failOn);
  const causes = createCauseLog();
  const stores = createStoreRecord(context);
  const policies = createPolicyRecord(context);
  const fetches = createFetchLog();
  const waivers = createWaiverLog(deployments, { now: context.now, decode: judge.decode });
  const vantages = createVantageLog();
  const keyHolders = createKeyHolders({ moduliCompared: facts.compareModuli });
  // Certificates in files are on no server yet, so nothing is known across a deployment.
  let isOfFiles = false;
  const members = new Map<string | null, JudgedEndpoint[]>(deployments.map(({ name }) => [name, []]));

  // Of those targets that declare how they are judged.
  const targets = new Map<string, Endpoint>();

  const addReport = (
    report: EndpointReport,
    leafDer: Uint8Array | undefined,
    index: number | undefined,
    { policyOverrides, waivers: declared }: Pick<Endpoint, 'policyOverrides' | 'waivers'> = {},
  ): void => {
    counters.add(report);
    causes.add(report.causes, index);
    waivers.add(report, declared);
    policies.add(policyOverrides === undefined ? report : { ...report, policyOverrides });
    const leaf = leafDer && judge.decode(leafDer).certificate;
    if (leaf?.ok) {
      keyHolders.add(presentKey(report, leaf.value, report.deployment !== null || declared !== undefined));
    }
  };
  const inPart = facts.selected?.deploymentsInPart ?? [];
  const judgeDeployments = (nameResolutions: readonly NameResolution[]): readonly JudgedAcross[] =>
    deployments.flatMap((deployment) => {
      if (inPart.includes(deployment.name)) return [];
      const endpoints = (members.get(deployment.name) ?? []).sort(inExpansionOrder);
      const names = new Set(aliasNames(deployment));
      const resolutions = nameResolutions.filter(({ name }) => names.has(name));
      return judge.evaluateDeployment({ deployment, endpoints, nameResolutions: resolutions });
    });

  return {
    add: (judged) => {
      const { endpoint, certificates, evidence, index, source } = judged.observation;
      isOfFiles ||= source !== 'network';
      vantages.add(judged.observation);
      if (endpoint.policyOverrides !== undefined || endpoint.waivers !== undefined)
        targets.set(judged.report.id, endpoint);
      addReport(judged.report, certificates[0], index, endpoint);
      stores.add(
        endpoint.trust.flatMap((list) => list.stores),
        certificates.length > 0,
      );
      fetches.add(evidence?.fetches ?? []);
      // An endpoint outside a named deployment is compared with others only if a bare URL asked for it; a list may be endless.
      const isCompared = endpoint.deployment !== null || endpoint.virtualServerIndex !== undefined;
      if (isCompared) members.get(endpoint.deployment)?.push(judged);
    },
    addEarlier: (report) => {
      const [leaf] = report.chain;
      // Earlier ones come first, in the order of their report.
      addReport(report, leaf && new Uint8Array(Buffer.from(leaf.der, 'base64')), -1);
      stores.add(
        report.trust.map(({ store }) => store),
        report.chain.length > 0,
      );
    },
    keys: keyHolders.gathered,
    close: ({
      finishedAt,
      isInterrupted,
      notAudited,
      nameResolutions,
      leftOut = [],
      ranges = [],
      isIncomplete = false,
      lateNotices: known = [],
      keys,
      scannedBy,
      evaluated,
    }) => {
      const complete = notAudited === 0;
      const observed = [...known, ...leftOut.map(({ message }) => message)];
      const elsewhere = vantages.notices();
      const across = [
        ...(complete && !isOfFiles ? judgeDeployments(nameResolutions) : []),
        judge.evaluateScan(keys, policies.used(), targets),
      ];
      const deploymentFindings = across.flatMap(({ findings }) => findings);
      for (const finding of deploymentFindings) counters.addDeployment(finding);
      const reports = new Map([...members.values()].flat().map(({ report }) => [report.id, report]));
      for (const each of across) {
        causes.add(each.causes);
        waivers.addAcross(each, reports);
      }
      const causesFound = causes.causes();
      const summary = counters.summary(causesFound, notAudited);
      const shared = {
        schemaVersion: '2.0' as const,
        tool,
        startedAt: facts.startedAt.toISOString(),
        finishedAt: finishedAt.toISOString(),
        asOf: context.now.toISOString(),
        complete,
        inputs: [...facts.inputs],
        options: { ...facts.options },
      };
      const scanner = scannedBy === undefined ? {} : { scannedBy };
      const judgedBy = new Set([...deployments.map(({ policy }) => policy), ...policies.ids()]);
      const kept = context.policies === undefined ? [] : documentsToKeep(context.policies);
      const judgedAgain = evaluated === undefined ? [] : [describeJudgedAgain(facts.startedAt, evaluated.at)];
      const policyNotices = [...judgedBy].flatMap((id) => findPolicy(id, context.policies).notices);
      const waiverNotices = waivers.notices({
        isWhole: complete && !isOfFiles && facts.selected === undefined,
      });
      const unlisted = describeUnlisted(causes.leftOut());
      const checks = describeChecks();
      const selection = [
        ...describeSelection(context.runOverrides ?? {}, Object.keys(checks)),
        ...(isOfFiles ? [] : describeInPart(inPart)),
      ];
      const notices = [
        ...new Set([
          ...policyNotices,
          ...facts.notices,
          ...observed,
          ...elsewhere,
          ...stores.notices(),
          ...waiverNotices,
          ...selection,
          ...judgedAgain,
          ...unlisted,
        ]),
      ];
      return {
        kind: 'summary',
        summary: {
          ...shared,
          notices: complete || deployments.length === 0 ? notices : [...notices, incompleteNotice],
          ...(leftOut.length > 0 && { leftOut: [...leftOut] }),
          ...(ranges.length > 0 && { ranges: [...ranges] }),
          policies: policies.describe(),
          trustStores: stores.describe(),
          fetches: fetches.records(),
          causes: causesFound,
          summary,
          checks,
          deploymentFindings,
          ...scanner,
          ...(evaluated && { evaluatedAt: evaluated.at.toISOString(), evaluation: evaluated.evaluation }),
        },
        run: {
          ...shared,
          schemaVersion: '1.0',
          notAudited,
          failOn,
          deployments: [...deployments],
          ...(kept.length === 0 ? {} : { policies: kept }),
          trustStores: stores.save(),
          notices: [...facts.notices, ...observed],
          nameResolutions: [...nameResolutions],
          ...(ranges.length > 0 && { ranges: [...ranges] }),
          ...(context.runOverrides && { overrides: context.runOverrides }),
          ...(facts.selected && { selected: facts.selected }),
          ...scanner,
        } satisfies SavedRun,
        lateNotices: [...observed, ...elsewhere, ...waiverNotices, ...selection],
        exitCode: exitCode({
          failOn,
          isInterrupted,
          hasBug: counters.hasBug(),
          hasFailure: counters.hasFailure(),
          isIncomplete:
            isIncomplete ||
            ranges.some(isRangeSilent) ||
            !complete ||
            summary.unreachable > 0 ||
            counters.hasUnverified(),
        }),
      };
    },
  };
}

function inExpansionOrder(a: JudgedEndpoint, b: JudgedEndpoint): number {
  return (a.observation.index ?? 0) - (b.observation.index ?? 0);
}
