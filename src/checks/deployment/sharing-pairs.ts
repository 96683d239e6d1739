import type { Sharing } from '../../policy/policy.ts';
import type { DeploymentFacts } from '../define-deployment-check.ts';

/** What the endpoints of two roles have to share, or must not. */
export interface SharingPair {
  readonly kind: 'same-key' | 'same-certificate' | 'same-issuer' | 'same-subject' | 'different-key';
  /** The role that demands it. */
  readonly role: string;
  /** The role itself: it is about all of its endpoints. */
  readonly other: string;
  readonly within: string | undefined;
}

const kinds = {
  sameKeyAs: 'same-key',
  sameCertificateAs: 'same-certificate',
  sameIssuerAs: 'same-issuer',
  sameSubjectAs: 'same-subject',
  differentKeyFrom: 'different-key',
} as const satisfies Record<Exclude<keyof Sharing, 'within'>, SharingPair['kind']>;

/** What the roles of a policy demand, once if two demand the same of each other. */
export function sharingPairs(roles: DeploymentFacts['roles']): readonly SharingPair[] {
  const pairs = new Map<string, SharingPair>();
  for (const [role, demands] of Object.entries(roles)) {
    const { sharing } = demands ?? {};
    if (sharing === undefined) continue;
    for (const list of Object.keys(kinds) as readonly (keyof typeof kinds)[]) {
      for (const other of sharing[list]) {
        const pair = { kind: kinds[list], role, other, within: sharing.within };
        const key = JSON.stringify([pair.kind, [role, other].toSorted(), pair.within]);
        if (!pairs.has(key)) pairs.set(key, pair);
      }
    }
  }
  return [...pairs.values()];
}
