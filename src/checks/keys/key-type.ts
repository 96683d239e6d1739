import type { KeyKind } from '../../policy/policy.ts';
import type { PublicKey } from '../../x509/certificate.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { fail, notApplicable, pass, undetermined } from '../judgement.ts';
import { joinAlternatives, listValues } from '../join-words.ts';
import { keyText } from './key-size.ts';

const why = 'Peers of this role support or accept no other keys.';

/** The key of the leaf is of a kind, and on a curve, that the role names. */
export const keyType = defineCheck({
  id: 'key-type',
  title: 'The key is of a kind that the role allows',
  why,
  citation: rfc(5280, '4.1.2.7 (subject public key info); which kinds are allowed, the policy says'),
  faults: {
    'type-not-allowed': {
      title: 'The key is of a kind that the role does not allow',
      why,
      remedy: 'Reissue the certificate with a key of a kind that the role allows.',
      subject: 'certificate',
    },
    'size-not-allowed': {
      title: 'The RSA key has a size that the role does not allow',
      why,
      remedy: 'Reissue the certificate with an RSA key of a size that the role allows.',
      subject: 'certificate',
    },
    'curve-not-allowed': {
      title: 'The key is on a curve that the role does not allow',
      why,
      remedy: 'Reissue the certificate with a key on a curve that the role allows.',
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'demands'],
  judge: ({ leaf: { publicKey }, demands }) => {
    const { types, curves, rsaBits } = demands?.key ?? {};
    if (types === undefined && curves === undefined && rsaBits === undefined) {
      return notApplicable('no-demand', 'This role allows keys of any kind.');
    }
    const text = keyText(publicKey);
    const expected = listValues([
      ...(types ?? []).map((type) => typeTexts[type]),
      ...(curves ?? []),
      ...(rsaBits ?? []).map((bits) => `RSA ${bits}`),
    ]);
    const details = { expected, observed: text, demand: 'key' } as const;
    const kind = kindOf(publicKey);
    if (types !== undefined && kind === undefined) {
      const message = `This program does not know the kind of the key (${text}). Compare it with your own policy.`;
      return undetermined('unsupported-algorithm', message, details);
    }
    if (types !== undefined && kind !== undefined && !types.includes(kind)) {
      const allowed = joinAlternatives(types.map((type) => typeTexts[type]));
      const remedy = `Reissue the certificate with a key of the kind ${allowed}.`;
      return fail('type-not-allowed', { title: `The key is ${text}, not ${allowed}`, remedy, ...details });
    }
    if (kind === 'rsa' && rsaBits !== undefined && !rsaBits.includes(publicKey.bits ?? 0)) {
      const allowed = joinAlternatives(rsaBits.map((bits) => `${bits} bits`));
      const remedy = `Reissue the certificate with an RSA key of ${allowed}.`;
      return fail('size-not-allowed', { title: `The key is ${text}; the role allows ${allowed}`, remedy, ...details });
    }
    const { curve } = publicKey;
    if (kind !== 'ec' || curves === undefined) return pass(`The key is ${text}.`, details);
    if (curve === undefined) {
      const message = 'The curve of the key cannot be read, so it is not known whether the role allows it.';
      return undetermined('undecodable', message, details);
    }
    if (curves.some((name) => isCurve(name, curve))) return pass(`The key is ${text}.`, details);
    const allowed = joinAlternatives(curves);
    const remedy = `Reissue the certificate with a key on the curve ${allowed}.`;
    return fail('curve-not-allowed', { title: `The key is ${text}; the role allows ${allowed}`, remedy, ...details });
  },
});

/** Of a certificate an RSASSA-PSS key is an RSA key with a limit on its use. */
function kindOf({ kind }: PublicKey): KeyKind | undefined {
  if (kind === 'unknown') return undefined;
  return kind === 'rsa-pss' ? 'rsa' : kind;
}

const typeTexts: Readonly<Record<KeyKind, string>> = {
  rsa: 'RSA',
  ec: 'EC',
  ed25519: 'Ed25519',
  ed448: 'Ed448',
  dsa: 'DSA',
  'ml-dsa': 'ML-DSA',
};

/** NIST curves have three names each (RFC 4492, appendix A). */
function isCurve(name: string, curve: string): boolean {
  const [given, actual] = [name.toLowerCase(), curve.toLowerCase()];
  return given === actual || otherNames[given] === actual;
}

const otherNames: Readonly<Record<string, string>> = {
  secp256r1: 'p-256',
  prime256v1: 'p-256',
  secp384r1: 'p-384',
  secp521r1: 'p-521',
  secp224r1: 'p-224',
  secp192r1: 'p-192',
  prime192v1: 'p-192',
};
