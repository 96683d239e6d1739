import {
  certificatePolicies,
  type ForgedExtension,
  inhibitAnyPolicy,
  policyConstraints,
  policyMappings,
} from '../pki/forge-extensions.ts';
import type { Random } from './random.ts';

const anyPolicy = '2.5.29.32.0';
const gold = '1.3.6.1.4.1.99999.2.1';
const silver = '1.3.6.1.4.1.99999.2.2';

/** What a CA says of certificate policies: mostly any or one of two, now and then a demand for them or a mapping. */
export function authorityPolicies(random: Random): readonly ForgedExtension[] {
  return [
    ...random.pick([
      [],
      [certificatePolicies(anyPolicy)],
      [certificatePolicies(anyPolicy)],
      [certificatePolicies(anyPolicy, gold)],
      [certificatePolicies(gold)],
      [certificatePolicies(gold, silver)],
    ]),
    ...(random.chance(0.4) ? [policyConstraints(random.integer(3), random.pick([undefined, undefined, 0, 1]))] : []),
    ...(random.chance(0.4)
      ? [
          policyMappings(
            random.pick([
              [gold, silver],
              [silver, gold],
            ] as const),
          ),
        ]
      : []),
    ...(random.chance(0.2) ? [inhibitAnyPolicy(random.integer(3))] : []),
  ];
}

/** What a leaf says of them. */
export function leafPolicies(random: Random): readonly ForgedExtension[] {
  const named = random.pick([[], [gold], [gold], [silver], [gold, silver], [anyPolicy]]);
  return named.length === 0 ? [] : [certificatePolicies(...named)];
}
