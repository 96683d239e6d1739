import { issueIntermediate } from '../../forge/certificate-authority.ts';
import { certificatePem } from '../../forge/issue-certificate.ts';
import type { Presentation } from '../../../src/lab/tls-listener.ts';
import { daysFromNow, serverFqdn, sslPresentation, urlNames } from '../contoso.ts';
import { keyPairOf, nextPrime, randomPrime, rocaPrime } from '../../weak-key-pairs.ts';
import { mtls, nginx, type PlantedFault, ssl, type Workshop } from './fault.ts';

/** Faults in the certificates of a path: times, order, links, algorithms and keys. */
export function pathFaults(workshop: Workshop): readonly PlantedFault[] {
  const { contoso } = workshop;
  const { authority, rsaIntermediate, keys } = contoso;
  const lower = issueIntermediate(authority, keys.ec, {
    organization: 'Contoso',
    name: 'Third Tier CA',
    issuer: authority.intermediate,
  });
  const brief = issueIntermediate(authority, keys.ec, {
    organization: 'Contoso',
    name: 'Brief CA',
    changes: { notAfter: daysFromNow(contoso, 200) },
  });
  const prime = randomPrime(1_024);
  return [
    {
      name: 'validity-period',
      listeners: {
        https: ssl(workshop, {
          changes: { notBefore: daysFromNow(contoso, -300), notAfter: daysFromNow(contoso, -1) },
        }),
      },
    },
    { name: 'expiry-margin', listeners: { mtls: mtls(workshop, { changes: { notAfter: daysFromNow(contoso, 5) } }) } },
    { name: 'chain-trust forged', listeners: { https: nginx(forged(sslPresentation(contoso))) } },
    { name: 'chain-completeness', listeners: { https: ssl(workshop, { sent: [] }) } },
    {
      name: 'chain-completeness known locally',
      listeners: { https: ssl(workshop, { sent: [] }) },
      trust: ['with-intermediate'],
    },
    {
      name: 'chain-order',
      listeners: {
        https: nginx(sslPresentation(contoso, { issuer: lower, sent: [authority.intermediate, lower] }), [
          'ssl_protocols TLSv1.2;',
        ]),
      },
    },
    {
      name: 'unneeded-certificates',
      listeners: { mtls: mtls(workshop, { sent: [authority.intermediate, authority.root] }) },
    },
    { name: 'issuer-outlived', listeners: { https: ssl(workshop, { issuer: brief }) } },
    {
      name: 'key-identifier-mismatch',
      listeners: { mtls: mtls(workshop, { changes: { authorityKeyIdentifier: new Uint8Array(20).fill(0xbb) } }) },
    },
    {
      name: 'signature-algorithm',
      listeners: { https: ssl(workshop, { issuer: rsaIntermediate, changes: { signatureAlgorithm: 'md5' } }) },
    },
    {
      name: 'signature-algorithm pss',
      listeners: {
        mtls: mtls(workshop, { issuer: rsaIntermediate, changes: { signatureAlgorithm: 'rsassa-pss-sha256' } }),
      },
    },
    {
      name: 'signature-algorithm-deprecated',
      listeners: { mtls: mtls(workshop, { changes: { signatureAlgorithm: 'sha1' } }) },
    },
    { name: 'key-strength', listeners: { https: ssl(workshop, { key: keys.rsa768 }) } },
    { name: 'key-strength-margin', listeners: { mtls: mtls(workshop, { key: keys.rsa1024 }) } },
    { name: 'known-weak-key', listeners: { https: ssl(workshop, { key: keyPairOf(prime, nextPrime(prime)) }) } },
    {
      name: 'known-weak-key roca',
      listeners: { mtls: mtls(workshop, { key: keyPairOf(rocaPrime(1_024), rocaPrime(1_024)) }) },
    },
    {
      name: 'known-weak-key small factor',
      listeners: { mtls: mtls(workshop, { key: keyPairOf(7n, randomPrime(2_046)) }) },
    },
    {
      name: 'wildcard-name',
      listeners: { https: ssl(workshop, { changes: { dnsNames: [...urlNames, '*.im.contoso.com'] } }) },
    },
    {
      name: 'wildcard-name mtls',
      listeners: { mtls: mtls(workshop, { changes: { dnsNames: [serverFqdn, '*.contoso.local'] } }) },
    },
    { name: 'revocation-pointers', listeners: { mtls: mtls(workshop, { without: ['crlUrls'] }) } },
    // RFC 5280 §4.2.1.1 wants it in every certificate that is not self-signed.
    { name: 'certificate-profile', listeners: { https: ssl(workshop, { without: ['authorityKeyIdentifier'] }) } },
    {
      name: 'certificate-encoding',
      // issuerAltName that ends inside its first name: nothing else reads it.
      listeners: {
        https: ssl(workshop, {
          changes: { extraExtensions: [{ oid: '2.5.29.18', value: Uint8Array.of(0x30, 0x05, 0x82) }] },
        }),
      },
    },
  ];
}

/** The same, but for the last byte of the leaf's signature. */
function forged(presentation: Presentation): Presentation {
  const [leaf, ...issuers] = presentation.chain;
  if (leaf === undefined) throw new Error('a presentation begins with a leaf');
  const der = Uint8Array.from(leaf.der, (byte, index) => (index === leaf.der.length - 1 ? byte ^ 0x01 : byte));
  return { ...presentation, chain: [{ ...leaf, der, pem: certificatePem(der) }, ...issuers] };
}
