import { createPrivateKey, createPublicKey, createHash } from 'node:crypto';

import type { CertificateProfile } from '../forge/certificate-profile.ts';
import { explicit, integer, objectIdentifier, sequence, tagged } from '../pki/forge-der.ts';
import { type IssuedCertificate, issueCertificate } from '../forge/issue-certificate.ts';
import type { KeyPair } from '../../src/lab/key-pair.ts';

/** The instant they are made for. */
export const now = new Date('2026-11-22T12:00:00Z');

/** A small PKI that is the same on every run: Ed25519 keys follow from their seed, and so do their signatures. */
export interface SeededPki {
  readonly root: IssuedCertificate;
  readonly intermediate: IssuedCertificate;
  /** Sound, and with every extension we read. */
  readonly leaves: readonly IssuedCertificate[];
}

const dayMs = 86_400_000;
const names = ['im.contoso.com', 'as.im.contoso.com', 'download.im.contoso.com'];

export function makeSeededPki(): SeededPki {
  const root = issueCertificate(authority('Root'), seededKey('root'));
  const intermediate = issueCertificate(authority('Issuing'), seededKey('issuing'), root);
  const plain: CertificateProfile = {
    subject: [{ O: 'Contoso' }, { CN: 'im.contoso.com' }],
    notBefore: new Date(now.getTime() - dayMs),
    notAfter: new Date(now.getTime() + 300 * dayMs),
    dnsNames: names,
    keyUsage: ['digitalSignature', 'keyEncipherment'],
    extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'],
    subjectKeyIdentifier: 'derived',
    authorityKeyIdentifier: 'derived',
    crlUrls: ['http://pki.contoso.com/issuing.crl'],
    issuerUrls: ['http://pki.contoso.com/issuing.crt'],
    ocspUrls: ['http://pki.contoso.com/ocsp'],
    templateOid: '1.3.6.1.4.1.311.21.8.1.2.3',
  };
  const rich: CertificateProfile = {
    ...plain,
    ipAddresses: ['10.0.0.1', 'fe80::1'],
    templateName: 'WebServer',
    basicConstraints: { ca: false },
    extraExtensions: [
      { oid: '2.5.29.32', value: sequence(sequence(objectIdentifier('2.5.29.32.0'))) },
      { oid: '2.5.29.30', value: sequence(explicit(0, sequence(tagged(0x82, Buffer.from('contoso.com'))))) },
      { oid: '2.5.29.36', value: sequence(tagged(0x80, Uint8Array.of(0))) },
      { oid: '2.5.29.54', value: integer(0) },
      { oid: '2.5.29.33', value: sequence(sequence(objectIdentifier('1.2.3.4'), objectIdentifier('1.2.3.5'))) },
      { oid: '1.3.6.1.5.5.7.1.24', value: sequence(integer(5)) },
      { oid: '1.2.3.4', critical: true, value: Uint8Array.of(5, 0) },
    ],
  };
  return {
    root,
    intermediate,
    leaves: [plain, rich, { ...plain, version: 1 as const }].map((profile) =>
      issueCertificate(profile, seededKey('leaf'), intermediate),
    ),
  };
}

function authority(name: string): CertificateProfile {
  return {
    subject: [{ O: 'Contoso' }, { CN: `Contoso ${name} CA` }],
    notBefore: new Date(now.getTime() - 365 * dayMs),
    notAfter: new Date(now.getTime() + 3_650 * dayMs),
    basicConstraints: { ca: true },
    keyUsage: ['keyCertSign', 'cRLSign'],
    subjectKeyIdentifier: 'derived',
    authorityKeyIdentifier: 'derived',
  };
}

function seededKey(seed: string): KeyPair {
  const secret = createHash('sha256').update(`fuzz ${seed}`).digest();
  const head = Buffer.from('302e020100300506032b657004220420', 'hex');
  const privateKey = createPrivateKey({ key: Buffer.concat([head, secret]), format: 'der', type: 'pkcs8' });
  return {
    kind: 'ed25519',
    privateKey,
    spki: createPublicKey(privateKey).export({ format: 'der', type: 'spki' }),
    pem: String(privateKey.export({ format: 'pem', type: 'pkcs8' })),
  };
}
