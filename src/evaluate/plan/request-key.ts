import type { PlannedCertificate } from '../../model/certificate-plan.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { RolePolicy, Thresholds } from '../../policy/policy.ts';

export type RequestKey = Omit<PlannedCertificate['key'], 'exportable'>;

/**
 * The key that a role demands, RSA where it is allowed; the size is the one that the policy recommends. The error says that
 * no key of an allowed kind can be planned: the end of a sentence.
 */
export function requestKey({ key }: RolePolicy, thresholds: Thresholds): Result<RequestKey, string> {
  const { types = ['rsa'], curves, rsaBits } = key;
  if (types.includes('rsa')) return ok({ type: 'rsa', bits: rsaSize(rsaBits, thresholds) });
  if (types.includes('ec')) return ok(ecKey(curves, thresholds));
  if (types.includes('ed25519')) return ok({ type: 'ed25519', bits: 256 });
  if (types.includes('ed448')) return ok({ type: 'ed448', bits: 456 });
  return err(`no request can be written for a key of the kind ${types.join(' or ')}. Make the request by hand.`);
}

/** Of sizes that are named the least that is large enough, else the largest. */
function rsaSize(named: readonly number[] | undefined, { minimumRsaBits, recommendedRsaBits }: Thresholds): number {
  const wanted = Math.max(minimumRsaBits, recommendedRsaBits);
  if (named === undefined) return wanted;
  return named.toSorted((one, other) => one - other).find((bits) => bits >= wanted) ?? Math.max(...named);
}

interface Curve {
  readonly name: string;
  readonly bits: number;
}

function ecKey(named: readonly string[] | undefined, { minimumEcBits, recommendedEcBits }: Thresholds): RequestKey {
  const wanted = Math.max(minimumEcBits, recommendedEcBits);
  const bySize = (named ?? ['P-256', 'P-384', 'P-521']).map(toCurve).toSorted((one, other) => one.bits - other.bits);
  const { name, bits } = bySize.find((curve) => curve.bits >= wanted) ?? bySize.at(-1) ?? toCurve('P-256');
  return { type: 'ec', bits, curve: name };
}

/** By the name that certreq and OpenSSL both know; NIST curves have three (RFC 4492, appendix A). Every name holds the size. */
function toCurve(given: string): Curve {
  const name = nistNames[given.toLowerCase()] ?? given;
  return { name, bits: Number(/\d{3}/.exec(name)?.[0] ?? 0) };
}

const nistNames: Readonly<Record<string, string>> = {
  'p-224': 'P-224',
  secp224r1: 'P-224',
  'p-256': 'P-256',
  secp256r1: 'P-256',
  prime256v1: 'P-256',
  'p-384': 'P-384',
  secp384r1: 'P-384',
  'p-521': 'P-521',
  secp521r1: 'P-521',
};
