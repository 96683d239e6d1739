import type { Cause } from '../model/cause.ts';
import { describeSighting } from '../model/describe-place.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import type { DeploymentFinding } from '../model/finding.ts';
import { suffixOf, withoutSite } from '../model/endpoint-id.ts';
import { groupBy } from '../model/group-by.ts';
import { findCauseOf, followsFromAny, followsFromNamed } from './causes/consequences.ts';
import { describeCause, worse, worstFirst } from './causes/derive-causes.ts';
import { type FailedFinding, faultName } from './causes/failed-finding.ts';
import type { JudgedAcross } from './contract.ts';
import { failuresOf, type JudgedCheck, toFinding } from './judged-check.ts';

/** What a check across a deployment or a scan said of some endpoints. */
export interface AnswerAcross extends JudgedCheck {
  /** Ids. */
  readonly endpoints: readonly string[];
}

/** What an answer is held against to find its cause. */
export interface SceneAcross {
  /** Null: none, or several. */
  readonly deployment: string | null;
  /** Of the endpoints that it is about, as far as they are at hand. */
  readonly reports: readonly EndpointReport[];
  /** What tells the subject of a declaration apart. */
  readonly subject: string;
  readonly waive: (causes: readonly Cause[]) => readonly Cause[];
}

/** Turns answers into findings, each failing one with its cause: one that shows on an endpoint which it is about, or itself. */
export function concludeAcross<Answer extends AnswerAcross>(
  answers: readonly Answer[],
  sceneOf: (answer: Answer) => SceneAcross,
): JudgedAcross {
  const failed = failuresOf(answers);
  const causes: Cause[] = [];
  const rootOf = (answer: Answer): Answer => findRootAcross(answer, answers, failed);
  const findings = answers.map((answer): DeploymentFinding => {
    const failure = failed.get(answer);
    const scene = sceneOf(answer);
    const root = rootOf(answer);
    const rootFailure = failed.get(root);
    const cause =
      root === answer || rootFailure === undefined
        ? failure && causeOf(failure, answer, scene)
        : causeOf(rootFailure, root, sceneOf(root));
    if (cause !== undefined) causes.push(cause);
    const waiver = cause?.waiver ?? undefined;
    return {
      deployment: scene.deployment,
      ...toFinding(answer, failure, cause?.key),
      endpoints: [...answer.endpoints],
      ...(waiver === undefined ? undefined : { waiver }),
    };
  });
  return { findings, causes };
}

/** The answer that a failing one follows from, of those about one of its endpoints; itself if there is none. The table has no cycle. */
function findRootAcross<Answer extends AnswerAcross>(
  answer: Answer,
  answers: readonly Answer[],
  failed: ReadonlyMap<unknown, FailedFinding>,
): Answer {
  const failure = failed.get(answer);
  if (failure === undefined || !followsFromNamed(faultName(failure))) return answer;
  const concerned = new Set(answer.endpoints);
  const nameOf = (each: Answer) => {
    const other = failed.get(each);
    return { fault: other === undefined ? '' : faultName(other), certificate: undefined };
  };
  const others = answers.filter(
    (each) => each !== answer && failed.has(each) && each.endpoints.some((id) => concerned.has(id)),
  );
  const effect = { fault: faultName(failure), certificate: undefined };
  const cause = findCauseOf(effect, others, nameOf);
  return cause === undefined ? answer : findRootAcross(cause, answers, failed);
}

function causeOf(failure: FailedFinding, { endpoints }: AnswerAcross, scene: SceneAcross): Cause {
  const cause = causeShown(faultName(failure), scene.reports);
  if (cause !== undefined) {
    const severity = worse(cause.severity, failure.severity);
    return { ...cause, ...remedyAcross(failure, cause, scene.reports), severity, findings: 1 };
  }
  const places = [...new Set(scene.reports.map(describeSighting))];
  const [own] = scene.waive([
    {
      ...describeCause(failure, {
        places,
        endpoints,
        leaf: undefined,
        subjects: { service: scene.subject, declaration: scene.subject },
      }),
      findings: 1,
    },
  ]);
  if (own === undefined) throw new Error('a cause was lost between its finding and its waivers');
  return own;
}

/** What to do about the certificate at fault, where comparing the endpoints tells it more exactly, and on which of them. */
function remedyAcross(
  { failure: { certificate, remedy } }: FailedFinding,
  cause: Cause,
  reports: readonly EndpointReport[],
): Pick<Cause, 'remedy' | 'command' | 'endpoints'> | undefined {
  if (remedy === undefined || certificate === undefined || certificate !== cause.certificate) return undefined;
  const showing = reports.filter(({ causes }) => causes.some(({ key }) => key === cause.key));
  // The new certificate is there already: nothing is to be requested.
  return { remedy, command: null, endpoints: showing.map(({ id }) => id) };
}

/** The cause on one of the endpoints that a fault follows from. One that is not waived comes first: what it brings is not accepted with another. */
function causeShown(fault: string, reports: readonly EndpointReport[]): Cause | undefined {
  const shown = reports.flatMap(({ causes }) => causes).toSorted(worstFirst);
  const effect = { fault, certificate: undefined };
  const find = (causes: readonly Cause[]): Cause | undefined =>
    findCauseOf(effect, causes, (cause) => ({ fault: cause.fault, certificate: cause.certificate ?? undefined }));
  const findFirst = (causes: readonly Cause[]): Cause | undefined =>
    find(causes.filter(({ waiver }) => waiver === null)) ?? find(causes);
  if (!followsFromAny(fault)) return findFirst(shown);
  // Servers are compared as one site sees them, and then the sites.
  const [atOneSite, acrossSites] = [faultsOnSome(reports, suffixOf), faultsOnSome(reports, markWithoutSite)];
  return (
    findFirst(shown.filter((cause) => atOneSite(cause.fault))) ??
    findFirst(shown.filter((cause) => acrossSites(cause.fault))) ??
    findFirst(shown)
  );
}

/** What tells an id from others, the site aside. */
function markWithoutSite(id: string): string {
  return suffixOf(withoutSite(id));
}

/** Whether some of the endpoints that are dialed under one name have a fault and others lack it; information aside, which is not compared. */
function faultsOnSome(reports: readonly EndpointReport[], markOf: (id: string) => string): (fault: string) => boolean {
  const seen = reports.filter(({ chain }) => chain.length > 0);
  const groups = [...groupBy(seen, ({ id, role, host }) => `${role} ${host} ${markOf(id)}`).values()].map((group) =>
    group.map(({ causes }) => new Set(causes.filter(isCompared).map(({ fault }) => fault))),
  );
  return (fault) =>
    groups.some((group) => group.some((faults) => faults.has(fault)) && group.some((faults) => !faults.has(fault)));
}

/** Information is not compared between servers, nor how soon a certificate expires: an old and a new one differ in that. */
function isCompared({ fault, severity }: Cause): boolean {
  return severity !== 'info' && !fault.startsWith('expiry-margin/');
}
