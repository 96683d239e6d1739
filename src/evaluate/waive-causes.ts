import type { Cause } from '../model/cause.ts';
import { withoutAddress } from '../model/endpoint-id.ts';
import type { Role } from '../model/vocabulary.ts';
import { type DeclaredWaiver, maximumWaiverDays } from '../model/waiver.ts';

/** An endpoint that a cause shows on. */
export interface WaivableEndpoint {
  readonly id: string;
  readonly role: Role;
}

/** What a waiver is held against beside the cause. */
export interface WaiverScene {
  readonly now: Date;
  readonly endpoints: readonly WaivableEndpoint[];
  /** SHA-256 of the leaf presented there and of its public key. */
  readonly certificates: readonly (string | undefined)[];
  /** Whether a waiver without endpoint and role fits: that is how findings across a deployment are waived. */
  readonly isAcross?: boolean;
}

const msPerDay = 86_400_000;

/** Whether the waiver counts at this instant: up to the last millisecond of its last day, in UTC, which may not be too far ahead. */
export function isInForce(waiver: DeclaredWaiver, now: Date): boolean {
  return !hasEnded(waiver, now) && !isTooLong(waiver, now);
}

export function hasEnded({ until }: DeclaredWaiver, now: Date): boolean {
  return now.getTime() >= endOf(until);
}

export function isTooLong({ until }: DeclaredWaiver, now: Date): boolean {
  return endOf(until) - now.getTime() > (maximumWaiverDays + 1) * msPerDay;
}

/** Puts the waiver that accepts it, if any, beside each cause. What follows from a cause is accepted with it. */
export function waiveCauses(
  causes: readonly Cause[],
  waivers: readonly DeclaredWaiver[],
  scene: WaiverScene,
): readonly Cause[] {
  if (waivers.length === 0) return causes;
  return causes.map((cause) => {
    // Of several, the one that holds longest.
    const [waiver] = waivers
      .filter((each) => fits(each, cause, scene) && isInForce(each, scene.now))
      .toSorted((a, b) => b.until.localeCompare(a.until));
    if (waiver === undefined) return cause;
    const { by, reason, until } = waiver;
    return { ...cause, waiver: { by, reason, until } };
  });
}

/** Whether a waiver is for this cause, whenever it ends. */
export function fits(
  waiver: DeclaredWaiver,
  cause: Cause,
  { endpoints, certificates, isAcross }: WaiverScene,
): boolean {
  const { check, fault, endpoint, role, certificate } = waiver;
  if (`${check}/${fault}` !== cause.fault) return false;
  if (certificate !== undefined && certificate !== cause.certificate && !certificates.includes(certificate))
    return false;
  if (endpoint === undefined && role === undefined) return isAcross === true;
  return endpoints.some((each) => concerns(waiver, each));
}

function concerns({ endpoint, role }: DeclaredWaiver, judged: WaivableEndpoint): boolean {
  if (endpoint !== undefined) return endpoint === judged.id || endpoint === withoutAddress(judged.id);
  return role === judged.role;
}

function endOf(until: string): number {
  return Date.parse(`${until}T00:00:00.000Z`) + msPerDay;
}
