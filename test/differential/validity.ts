import type { Random } from './random.ts';

/** All hierarchies are judged at this instant. */
export const judgedAt = new Date('2026-06-01T12:00:00Z');

export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** A validity with the instant well inside; some reach beyond 2049, where GeneralizedTime begins. */
export function soundValidity(random: Random): Validity {
  return {
    notBefore: new Date(`20${random.pick(['05', '15', '25'])}-01-01T00:00:00Z`),
    notAfter: new Date(`20${random.pick(['27', '35', '49', '50', '60'])}-12-31T23:59:59Z`),
  };
}

/** A validity that is over, has not begun, or begins or ends within a second of the instant. */
export function oddValidity(random: Random): Validity {
  const sound = soundValidity(random);
  const offset = random.pick([-1_000, 0, 0, 1_000, -86_400_000, 86_400_000, -31_536_000_000]);
  const edge = new Date(judgedAt.getTime() + offset);
  return random.chance(0.5) ? { ...sound, notAfter: edge } : { ...sound, notBefore: edge };
}
