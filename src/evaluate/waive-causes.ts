import type { Cause } from '../model/cause.ts';
import { withoutAddress, withoutKeyType } from '../model/endpoint-id.ts';
import type { Role } from '../model/vocabulary.ts';
import type { DeclaredWaiver } from '../model/waiver.ts';

/** An endpoint that a cause shows on. */
export interface WaivableEndpoint {
  readonly id: string;
  readonly role: Role;
  /**
   * Whether a fingerprint is that of the leaf presented there, or of its public key or that of the certificate at fault (SHA-256; null:
   * none is). Undefined: nothing was presented.
   */
  readonly presents: ((fingerprint: string, atFault: string | null) => boolean) | undefined;
}

/** What a waiver is held against beside the cause. */
export interface WaiverScene {
  readonly endpoints: readonly WaivableEndpoint[];
  /** Whether a waiver without endpoint and role fits: that is how findings across a deployment are waived. */
  readonly isAcross?: boolean;
}

/** How far ahead the last day of a waiver may be: a year, and time to renew it. */
export const maximumWaiverDays = 400;

const msPerDay = 86_400_000;

/** Whether the waiver counts at this instant: up to the last millisecond of its last day, in UTC, which may not be too far ahead. */
export function isInForce(waiver: DeclaredWaiver, now: Date): boolean {
  return !hasEnded(waiver, now) && !isTooLong(waiver, now);
}

export function hasEnded({ until }: DeclaredWaiver, now: Date): boolean {
  return now.getTime() >= endOf(until);
}

/** Whether its last day is more than `maximumWaiverDays` after today. */
export function isTooLong({ until }: DeclaredWaiver, now: Date): boolean {
  return endOf(until) - now.getTime() > (maximumWaiverDays + 1) * msPerDay;
}

/** Puts the waiver that accepts it, if any, beside each cause. What follows from a cause is accepted with it. */
export function waiveCauses(
  causes: readonly Cause[],
  waivers: readonly DeclaredWaiver[],
  { now, ...scene }: WaiverScene & { readonly now: Date },
): readonly Cause[] {
  if (waivers.length === 0) return causes;
  return causes.map((cause) => {
    // Of several, the one that holds longest.
    const [waiver] = waivers
      .filter((each) => fits(each, cause, scene) && isInForce(each, now))
      .toSorted((a, b) => b.until.localeCompare(a.until));
    if (waiver === undefined) return cause;
    const { by, reason, until } = waiver;
    return { ...cause, waiver: { by, reason, until } };
  });
}

/** Whether a waiver is for this cause, whenever it ends. */
export function fits(waiver: DeclaredWaiver, cause: Cause, scene: WaiverScene): boolean {
  if (`${waiver.check}/${waiver.fault}` !== cause.fault || !fitsCertificate(waiver, cause, scene)) return false;
  if (waiver.endpoint === undefined && waiver.role === undefined) return scene.isAcross === true;
  return scene.endpoints.some((endpoint) => concerns(waiver, endpoint));
}

/** Whether a waiver of an endpoint or a role is for this endpoint, given by its id and role. */
export function concerns({ endpoint, role }: DeclaredWaiver, judged: Pick<WaivableEndpoint, 'id' | 'role'>): boolean {
  if (endpoint === undefined) return role === judged.role;
  const id = withoutKeyType(judged.id);
  return [judged.id, withoutAddress(judged.id), id, withoutAddress(id)].includes(endpoint);
}

/** A cause across endpoints with several certificates is not that of one of them. */
function fitsCertificate({ certificate }: DeclaredWaiver, cause: Cause, { endpoints }: WaiverScene): boolean {
  if (certificate === undefined || certificate === cause.certificate) return true;
  const presenting = endpoints.flatMap(({ presents }) => presents ?? []);
  return presenting.length > 0 && presenting.every((presents) => presents(certificate, cause.certificate));
}

function endOf(until: string): number {
  return Date.parse(`${until}T00:00:00.000Z`) + msPerDay;
}
