import type { Handshake } from '../../model/handshake.ts';
import type { Certificate, KeyUsage } from '../../x509/certificate.ts';
import { specification } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { failUnsorted, type Judgement, pass, undetermined } from '../judgement.ts';
import { joinWords } from '../join-words.ts';

/** The bits the policy names, or those that the negotiated key exchange used. */
export const keyUsage = defineCheck({
  id: 'key-usage',
  title: 'Key usage has the bits that the role needs',
  why: 'Schannel and strict TLS stacks refuse a key that may not sign, or may not decrypt, where the handshake asks for it.',
  citation: specification('Tables 1 and 2, Key Usage'),
  faults: {
    unsorted: {
      title: 'Key usage has the bits that the role needs',
      why: 'Schannel and strict TLS stacks refuse a key that may not sign, or may not decrypt, where the handshake asks for it.',
      remedy:
        'Reissue the certificate from a duplicate of the Web Server template: Digital Signature and Key Encipherment (a0), with an RSA key.',
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'expectation', 'observation'],
  judge: ({ leaf, expectation: { role }, observation: { handshake } }) => {
    const { required, absent, needsRsa } = role.keyUsage;
    const usage = leaf.extensions.keyUsage;
    if (usage?.ok === false) {
      return failUnsorted(
        `The key usage extension is malformed: ${usage.error.message} Clients cannot tell what the key may do. Reissue the certificate.`,
        { observed: 'malformed', ...(required === 'negotiated' ? {} : { expected: required.join(', ') }) },
      );
    }
    if (required === 'negotiated') {
      return judgeNegotiated({ leaf, usage: usage?.value, absent, keyExchange: handshake?.keyExchange.kind });
    }
    const expected = `${required.join(', ')}${needsRsa ? ' (a0)' : ''}`;
    if (needsRsa && leaf.publicKey.kind !== 'rsa') {
      return failUnsorted(
        `The key is ${keyText(leaf)}, and the table needs RSA: only an RSA key can encipher keys, which peers of this deployment use. Reissue the certificate with an RSA key.`,
        { expected, observed: `${usage === undefined ? 'absent' : usageText(usage.value)}; ${keyText(leaf)}` },
      );
    }
    if (usage === undefined) return judgeAbsent(absent, expected, required);
    return judgeBits(usage.value, required, expected);
  },
});

function judgeAbsent(absent: 'pass' | 'fail', expected: string, required: readonly string[]): Judgement<'unsorted'> {
  const details = { expected, observed: 'absent' };
  if (absent === 'pass')
    return pass('There is no key usage extension, so the key is not restricted (RFC 5280 §4.2.1.3).', details);
  return failUnsorted(
    `There is no key usage extension. The key is not restricted, but the table demands ${joinWords(required)} by name. Reissue the certificate with them.`,
    details,
  );
}

function judgeBits(usage: KeyUsage, required: readonly string[], expected: string): Judgement<'unsorted'> {
  const details = { expected, observed: usageText(usage) };
  const missing = required.filter((bit) => !usage.bits.some((present) => present === bit));
  if (missing.length === 0) return pass(`Key usage has ${joinWords(required)}.`, details);
  return failUnsorted(
    `Key usage ${usageText(usage)} lacks ${joinWords(missing)}. A peer that needs it ends the handshake. Reissue the certificate with ${joinWords(required)}.`,
    details,
  );
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
}): Judgement<'unsorted'> {
  const used = keyExchange && bitOfExchange[keyExchange];
  if (usage === undefined)
    return judgeAbsent(absent, used ?? 'what the key exchange uses', used === undefined ? [] : [used]);
  if (used !== undefined) return judgeBits(usage, [used], used);
  const possible = leaf.publicKey.kind === 'rsa' ? ['digitalSignature', 'keyEncipherment'] : ['digitalSignature'];
  const present = possible.filter((bit) => usage.bits.some((other) => other === bit));
  if (present.length === possible.length) return judgeBits(usage, possible, possible.join(', '));
  if (present.length === 0) return judgeBits(usage, possible.slice(0, 1), possible.join(' or '));
  return undetermined(
    keyExchange === undefined ? 'not-dialled' : 'unsupported-algorithm',
    `Key usage is ${usageText(usage)}; whether that is enough depends on the key exchange, which is not known. Scan the live server.`,
    { expected: possible.join(' or '), observed: usageText(usage) },
  );
}

/** RFC 5246 §7.4.2 and RFC 8446 §4.4.2.2: what the server's key does. Export RSA signs an ephemeral key. */
const bitOfExchange: Readonly<
  Record<Handshake['keyExchange']['kind'], 'digitalSignature' | 'keyEncipherment' | undefined>
> = {
  tls13: 'digitalSignature',
  ecdhe: 'digitalSignature',
  dhe: 'digitalSignature',
  'dhe-export': 'digitalSignature',
  'rsa-export': 'digitalSignature',
  rsa: 'keyEncipherment',
  unknown: undefined,
};

function usageText({ bits, hex }: KeyUsage): string {
  return `${bits.join(', ') || 'no bit'} (${hex || '00'})`;
}

function keyText({ publicKey: { kind, curve } }: Certificate): string {
  return curve === undefined ? kind : `${kind} ${curve}`;
}
