import { withoutAddress } from '../model/endpoint-id.ts';
import type { Finding } from '../model/finding.ts';
import type { Role } from '../model/vocabulary.ts';
import type { DeclaredWaiver } from '../model/waiver.ts';

/** An endpoint that a finding is about. */
export interface WaivableEndpoint {
  readonly id: string;
  readonly role: Role;
}

const msPerDay = 86_400_000;

/** Whether the waiver counts at this instant: up to the last millisecond of its last day, in UTC. */
export function isInForce({ until }: DeclaredWaiver, now: Date): boolean {
  return now.getTime() < Date.parse(`${until}T00:00:00.000Z`) + msPerDay;
}

/** Puts the waiver that holds, if any, beside a failure of an endpoint. Nothing but failures is ever waived. */
export function waive(
  finding: Finding,
  endpoint: WaivableEndpoint,
  waivers: readonly DeclaredWaiver[],
  now: Date,
): Finding {
  return withWaiver(
    finding,
    now,
    waivers.filter((waiver) => concerns(waiver, endpoint)),
  );
}

/**
 * The same for a finding across a deployment: by a waiver that names neither endpoint nor role, or one that names any of
 * the endpoints it speaks of.
 */
export function waiveAcross<Across extends Finding>(
  finding: Across,
  endpoints: readonly WaivableEndpoint[],
  waivers: readonly DeclaredWaiver[],
  now: Date,
): Across {
  const fitting = waivers.filter(
    (waiver) =>
      (waiver.endpoint === undefined && waiver.role === undefined) || endpoints.some((each) => concerns(waiver, each)),
  );
  return withWaiver(finding, now, fitting);
}

/**
 * The same for a finding across a whole scan: at least one deployment has one of its endpoints, and every such deployment has to
 * accept it. No waiver covers endpoints outside deployments.
 */
export function waiveAcrossDeployments<Across extends Finding>(
  finding: Across,
  endpoints: readonly (WaivableEndpoint & { readonly deployment: string | null })[],
  waivers: ReadonlyMap<string, readonly DeclaredWaiver[]>,
  now: Date,
): Across {
  const deployments = new Set(endpoints.flatMap(({ deployment }) => deployment ?? []));
  let waived = finding;
  for (const deployment of deployments) {
    const own = endpoints.filter((each) => each.deployment === deployment);
    const accepted = waiveAcross(finding, own, waivers.get(deployment) ?? [], now);
    if (accepted.waiver === undefined) return finding;
    // The one that ends first, as the finding counts again from then on.
    if (waived.waiver === undefined || accepted.waiver.until < waived.waiver.until) waived = accepted;
  }
  return waived;
}

function concerns({ endpoint, role }: DeclaredWaiver, judged: WaivableEndpoint): boolean {
  if (endpoint !== undefined) return endpoint === judged.id || endpoint === withoutAddress(judged.id);
  return role === judged.role;
}

/** Of several, the one that holds longest. */
function withWaiver<Judged extends Finding>(finding: Judged, now: Date, fitting: readonly DeclaredWaiver[]): Judged {
  if (finding.outcome !== 'fail') return finding;
  const [waiver] = fitting
    .filter((each) => each.check === finding.check && isInForce(each, now))
    .sort((a, b) => b.until.localeCompare(a.until));
  if (waiver === undefined) return finding;
  const { by, reason, until } = waiver;
  return { ...finding, waiver: { by, reason, until } };
}
