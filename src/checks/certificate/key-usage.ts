import type { Handshake } from '../../model/handshake.ts';
import type { Certificate, KeyUsage } from '../../x509/certificate.ts';
import { specification } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { fail, type Judgement, notApplicable, pass, undetermined } from '../judgement.ts';
import { joinAlternatives, joinWords } from '../join-words.ts';
import { keyText } from '../keys/key-size.ts';
import { decodedBit } from './key-usage-bits.ts';

const reissue =
  'Reissue the certificate from a duplicate of the Web Server template: Digital Signature and Key Encipherment (a0).';
const reissueElsewhere = 'Reissue the certificate with the key usage that the role requires.';

/** The bits the policy names, or those that the negotiated key exchange used. */
export const keyUsage = defineCheck({
  id: 'key-usage',
  title: 'Key usage has the bits that the role needs',
  why: 'Schannel and strict TLS stacks end the handshake if the key usage does not allow the key exchange.',
  citation: specification('Tables 1 and 2, Key Usage; policy tls-server: RFC 5246 §7.4.2 and RFC 8446 §4.4.2.2'),
  faults: {
    'missing-bits': {
      title: 'Key usage lacks a bit that the role needs',
      why: 'Schannel and strict TLS stacks end the handshake if the key exchange needs the missing bit.',
      remedy: reissue,
      subject: 'certificate',
      elsewhere: { remedy: reissueElsewhere },
    },
    'none-of-bits': {
      title: 'Key usage has none of the bits of which the role requires one',
      why: 'Strict TLS stacks end the handshake if the key usage does not allow what they use the key for.',
      remedy: reissueElsewhere,
      subject: 'certificate',
    },
    absent: {
      title: 'The certificate has no key usage',
      why: 'The key is not restricted, but the specification requires Digital Signature and Key Encipherment.',
      remedy: reissue,
      subject: 'certificate',
      elsewhere: {
        why: 'The key is not restricted, but the role requires a key usage.',
        remedy: reissueElsewhere,
      },
    },
    'needs-rsa': {
      title: 'The key is not RSA',
      why: 'The specification requires Key Encipherment, which needs an RSA key.',
      remedy: 'Reissue the certificate with an RSA key of 2048 bits.',
      subject: 'certificate',
      elsewhere: { why: 'The role requires bits of key usage that only an RSA key can have.' },
    },
    malformed: {
      title: 'The key usage is malformed',
      why: 'Clients cannot read which uses of the key are allowed.',
      remedy: 'Reissue the certificate.',
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'expectation', 'observation'],
  judge: ({ leaf, expectation, observation: { handshake } }) => {
    const { oneOf, absent, needsRsa } = expectation.role.keyUsage;
    const required = bitsOf(expectation.role.keyUsage.required);
    const usage = leaf.extensions.keyUsage;
    if (usage?.ok === false) {
      return fail('malformed', {
        title: 'The key usage is malformed',
        detail: usage.error.message,
        observed: 'malformed',
        ...(required === 'negotiated' ? {} : { expected: required.join(', ') }),
      });
    }
    const choice = usage && judgeChoice(usage.value, oneOf.map(decodedBit));
    if (required === 'negotiated') {
      const used = handshake?.keyExchange.kind;
      const judgement = judgeNegotiated({ leaf, usage: usage?.value, absent, keyExchange: used });
      return judgement.outcome === 'fail' ? judgement : (choice ?? judgement);
    }
    if (required.length + oneOf.length === 0 && absent === 'pass' && !needsRsa) {
      return notApplicable('no-demand', 'This role requires no bit of key usage.');
    }
    const expected = `${describeBits(required, oneOf)}${needsRsa ? ' (a0)' : ''}`;
    if (needsRsa && leaf.publicKey.kind !== 'rsa') {
      const key = keyText(leaf.publicKey);
      const observed = `${usage === undefined ? 'absent' : usageText(usage.value)}; ${key}`;
      return fail('needs-rsa', { title: `The key is ${key}, not RSA`, demand: 'keyUsage', expected, observed });
    }
    if (usage === undefined) return judgeAbsent(absent, expected);
    const judgement = judgeBits(usage.value, required, expected);
    return judgement.outcome === 'fail' ? judgement : (choice ?? judgement);
  },
});

function bitsOf(required: readonly string[] | 'negotiated'): readonly string[] | 'negotiated' {
  return required === 'negotiated' ? required : required.map(decodedBit);
}

function describeBits(required: readonly string[], oneOf: readonly string[]): string {
  const parts = [required.join(', '), oneOf.length === 0 ? '' : `one of ${oneOf.map(decodedBit).join(', ')}`];
  return parts.filter((part) => part !== '').join('; ') || 'a key usage';
}

/** One of the bits has to be there; undefined: it is, or none is demanded. */
function judgeChoice(usage: KeyUsage, oneOf: readonly string[]): Judgement<'none-of-bits'> | undefined {
  if (oneOf.length === 0 || oneOf.some((bit) => usage.bits.some((present) => present === bit))) return undefined;
  return fail('none-of-bits', {
    title: `Key usage lacks ${joinAlternatives(oneOf)}, of which the role requires one`,
    remedy: `Reissue the certificate with ${joinAlternatives(oneOf)}.`,
    demand: 'keyUsage',
    expected: `one of ${oneOf.join(', ')}`,
    observed: usageText(usage),
  });
}

function judgeAbsent(absent: 'pass' | 'fail', expected: string): Judgement<'absent'> {
  const details = { expected, observed: 'absent' };
  if (absent === 'fail')
    return fail('absent', { title: 'The certificate has no key usage', demand: 'keyUsage', ...details });
  return pass('There is no key usage, so the key is not restricted (RFC 5280 §4.2.1.3).', details);
}

function judgeBits(usage: KeyUsage, required: readonly string[], expected: string): Judgement<'missing-bits'> {
  const details = { expected, observed: usageText(usage) };
  const missing = required.filter((bit) => !usage.bits.some((present) => present === bit));
  if (missing.length === 0)
    return pass(`Key usage has ${joinWords(required.length > 0 ? required : usage.bits)}.`, details);
  return fail('missing-bits', {
    title: `Key usage lacks ${joinWords(missing)}`,
    remedy: `Reissue the certificate with ${joinWords(required)}.`,
    demand: 'keyUsage',
    ...details,
  });
}

function judgeNegotiated({
  leaf,
  usage,
  absent,
  keyExchange,
}: {
  readonly leaf: Certificate;
  readonly usage: KeyUsage | undefined;
  readonly absent: 'pass' | 'fail';
  /** Undefined: there was no handshake. */
  readonly keyExchange: Handshake['keyExchange']['kind'] | undefined;
}): Judgement<'absent' | 'missing-bits'> {
  const used = keyExchange && bitOfExchange[keyExchange];
  if (usage === undefined) return judgeAbsent(absent, used ?? 'what the key exchange uses');
  if (used !== undefined) return judgeBits(usage, [used], used);
  const possible = leaf.publicKey.kind === 'rsa' ? ['digitalSignature', 'keyEncipherment'] : ['digitalSignature'];
  const present = possible.filter((bit) => usage.bits.some((other) => other === bit));
  if (present.length === possible.length) return judgeBits(usage, possible, possible.join(', '));
  if (present.length === 0) return judgeBits(usage, possible.slice(0, 1), possible.join(' or '));
  return undetermined(
    keyExchange === undefined ? 'not-dialled' : 'unsupported-algorithm',
    `Key usage is ${usageText(usage)}; whether that is enough depends on the key exchange. Scan the live server to see it.`,
    { expected: possible.join(' or '), observed: usageText(usage) },
  );
}

/** RFC 5246 §7.4.2 and RFC 8446 §4.4.2.2: what the server's key does. Export RSA signs an ephemeral key. */
const bitOfExchange: Readonly<
  Record<Handshake['keyExchange']['kind'], 'digitalSignature' | 'keyEncipherment' | 'keyAgreement' | undefined>
> = {
  tls13: 'digitalSignature',
  ecdhe: 'digitalSignature',
  dhe: 'digitalSignature',
  'dhe-export': 'digitalSignature',
  'rsa-export': 'digitalSignature',
  rsa: 'keyEncipherment',
  'rsa-psk': 'keyEncipherment',
  ecdh: 'keyAgreement',
  dh: 'keyAgreement',
  srp: 'digitalSignature',
  unknown: undefined,
};

function usageText({ bits, hex }: KeyUsage): string {
  return `${bits.join(', ') || 'no bit'} (${hex || '00'})`;
}
