import { waivableEndpoint } from '../../evaluate/waivable-endpoint.ts';
import { concerns, fits, hasEnded, isTooLong, maximumWaiverDays } from '../../evaluate/waive-causes.ts';
import type { Cause } from '../../model/cause.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { DeploymentFinding, Finding } from '../../model/finding.ts';
import type { DeclaredWaiver } from '../../model/waiver.ts';
import type { CertificateDecoder } from '../../x509/certificate-decoder.ts';

/** Which waivers of a run have something to accept. It keeps nothing of the endpoints, however many there are. */
export interface WaiverLog {
  /** `declared`: of a target outside any deployment. */
  readonly add: (report: EndpointReport, declared?: readonly DeclaredWaiver[]) => void;
  /** What was found across deployments and the scan. `reports`: of the endpoints that the findings name, as far as they are at hand. */
  readonly addAcross: (
    found: { readonly findings: readonly DeploymentFinding[]; readonly causes: readonly Cause[] },
    reports: ReadonlyMap<string, EndpointReport>,
  ) => void;
  /** A sentence for each waiver that does not count, and, if everything was audited, for each that has nothing to accept. */
  readonly notices: (run: { readonly isWhole: boolean }) => readonly string[];
}

export interface WaiverLogOptions {
  readonly now: Date;
  readonly decode: CertificateDecoder;
}

/** A waiver and what was seen of its fault where it is for. */
interface Entry {
  readonly waiver: DeclaredWaiver;
  /** Of the deployments that declare it. */
  readonly deployments: (string | null)[];
  isUsed: boolean;
  /** The check could not be judged there, so the fault may be there. */
  isUnseen: boolean;
  /** The fault is there, of another certificate. */
  hasOtherCertificate: boolean;
  /** The fault is there and follows from this one. */
  followsFrom: string | undefined;
}

/** The same waiver in several deployments and targets, as waivers of a whole run are, has to fit in one of them. */
export function createWaiverLog(deployments: readonly Deployment[], { now, decode }: WaiverLogOptions): WaiverLog {
  const declared = deployments.flatMap(({ name, waivers = [] }) => waivers.map((waiver) => ({ name, waiver })));
  const entries = new Map<string, Entry>();
  const ofDeployment = new Map<string | null, Entry[]>();
  const enter = (waiver: DeclaredWaiver, deployment: string | null): Entry => {
    const key = JSON.stringify(waiver);
    const entry = entries.get(key) ?? newEntry(waiver);
    entries.set(key, entry);
    if (!entry.deployments.includes(deployment)) {
      entry.deployments.push(deployment);
      ofDeployment.set(deployment, [...(ofDeployment.get(deployment) ?? []), entry]);
    }
    return entry;
  };
  for (const { name, waiver } of declared) enter(waiver, name);

  return {
    add: (report, ofTarget) => {
      const all = ofTarget?.map((waiver) => enter(waiver, null)) ?? ofDeployment.get(report.deployment) ?? [];
      const concerned = all.filter(({ waiver }) => concerns(waiver, report));
      if (concerned.length === 0) return;
      const scene = { endpoints: [waivableEndpoint(report, decode)] };
      const causes = new Map(report.causes.map((cause) => [cause.key, cause]));
      for (const entry of concerned) {
        for (const finding of report.findings) {
          see(entry, finding, causes, (cause) => fits(entry.waiver, cause, scene));
        }
      }
    },
    addAcross: ({ findings, causes: across }, reports) => {
      const causes = new Map(across.map((cause) => [cause.key, cause]));
      for (const finding of findings) {
        const concerned = finding.endpoints.flatMap((id) => reports.get(id) ?? []);
        const names = new Set([finding.deployment, ...concerned.map(({ deployment }) => deployment)]);
        for (const entry of [...names].flatMap((name) => ofDeployment.get(name) ?? [])) {
          const { endpoint, role } = entry.waiver;
          const isForAll = (endpoint === undefined && role === undefined) || concerned.length === 0;
          if (!isForAll && !concerned.some((report) => concerns(entry.waiver, report))) continue;
          const own = concerned.filter(({ deployment }) => entry.deployments.includes(deployment));
          const scene = { endpoints: own.map((report) => waivableEndpoint(report, decode)), isAcross: true };
          see(entry, finding, causes, (cause) => fits(entry.waiver, cause, scene));
        }
      }
    },
    notices: ({ isWhole }) =>
      [...entries.values()].flatMap((entry) => {
        const problem = describeProblem(entry, now, isWhole);
        return problem === undefined ? [] : [`The waiver of ${describe(entry)} ${problem}`];
      }),
  };
}

function newEntry(waiver: DeclaredWaiver): Entry {
  return {
    waiver,
    deployments: [],
    isUsed: false,
    isUnseen: false,
    hasOtherCertificate: false,
    followsFrom: undefined,
  };
}

function see(
  entry: Entry,
  { check, outcome, fault, cause: key }: Finding,
  causes: ReadonlyMap<string, Cause>,
  isFor: (cause: Cause) => boolean,
): void {
  const { waiver } = entry;
  if (check !== waiver.check) return;
  if (outcome === 'undetermined') entry.isUnseen = true;
  const cause = key === null ? undefined : causes.get(key);
  if (fault !== waiver.fault || cause === undefined) return;
  if (isFor(cause)) entry.isUsed = true;
  else if (cause.fault !== `${check}/${fault}`) entry.followsFrom ??= cause.fault;
  else if (waiver.certificate !== undefined) entry.hasOtherCertificate = true;
}

/** What is wrong with a waiver and what to do, to stand after its name; undefined: nothing. */
function describeProblem(entry: Entry, now: Date, isWhole: boolean): string | undefined {
  const { waiver, isUsed, isUnseen, hasOtherCertificate, followsFrom } = entry;
  const { until } = waiver;
  if (hasEnded(waiver, now)) return `ended on ${until} and has no effect. Renew or remove it.`;
  if (isTooLong(waiver, now)) {
    const today = now.toISOString().slice(0, 10);
    return `ends on ${until}, more than ${maximumWaiverDays} days after ${today}, so it has no effect. Set an earlier date.`;
  }
  if (isUsed || !isWhole) return undefined;
  if (followsFrom !== undefined) {
    return `has no effect: the fault is a consequence of ${followsFrom}. Waive that fault instead.`;
  }
  if (hasOtherCertificate) return 'has no effect: the fault is on a different certificate.';
  if (isUnseen) return undefined;
  return 'has no effect: the fault was not found there. Remove the waiver.';
}

/** `key-strength/short-key on role mtls by A. Datum (deployment contoso)`. */
function describe({ waiver: { check, fault, endpoint, role, by }, deployments }: Entry): string {
  const where = endpoint !== undefined ? ` on ${endpoint}` : role === undefined ? '' : ` on role ${role}`;
  const names = deployments.flatMap((name) => name ?? []);
  const of = names.length === 1 ? ` (deployment ${names[0]})` : '';
  return `${check}/${fault}${where} by ${by}${of}`;
}
