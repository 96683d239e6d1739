import type { Random } from '../differential/random.ts';
import {
  authorityKeyIdentifier,
  basicConstraints,
  certificatePolicies,
  clientAuth,
  critical,
  directory,
  dns,
  email,
  extendedKeyUsage,
  extension,
  type ForgedExtension,
  inhibitAnyPolicy,
  ip,
  keyUsage,
  nameConstraints,
  policyConstraints,
  policyMappings,
  serverAuth,
  subjectAlternativeName,
  subjectKeyIdentifier,
  uri,
} from './forge-extensions.ts';
import { objectIdentifier, sequence, tagged, text } from './forge-der.ts';
import type { Party } from './kindred-certificates.ts';

/** An extension and how its criticality is written: not at all, as DER has it, or in two ways that DER has not. */
export interface WrittenExtension {
  readonly oid: string;
  readonly value: Uint8Array;
  readonly criticality: 'absent' | 'true' | 'false' | 'one';
}

export interface Said {
  readonly random: Random;
  readonly subject: Party;
  readonly issuer: Party;
  readonly isCa: boolean;
  readonly theme: Theme;
}

/** What most differences of a family are about. */
export type Theme = 'anything' | 'constraints' | 'policies' | 'renewals' | 'usages';

const written = ({ oid, critical: isCritical, value }: ForgedExtension): WrittenExtension => ({
  oid,
  value,
  criticality: isCritical ? 'true' : 'absent',
});

const points = (...urls: readonly string[]): ForgedExtension =>
  extension('2.5.29.31', sequence(...urls.map((url) => sequence(tagged(0xa0, tagged(0xa0, text(0x86, url)))))));
const access = (method: string, url: string): ForgedExtension =>
  extension('1.3.6.1.5.5.7.1.1', sequence(sequence(objectIdentifier(`1.3.6.1.5.5.7.48.${method}`), text(0x86, url))));

/** What a certificate says that nothing is wrong with, most of it on most of them. */
export function extensionsOf({ random, subject, issuer, isCa, theme }: Said): readonly WrittenExtension[] {
  const often = (each: ForgedExtension): readonly ForgedExtension[] => (random.chance(0.85) ? [each] : []);
  const seldom = (each: ForgedExtension): readonly ForgedExtension[] => (random.chance(0.08) ? [each] : []);
  const ofBoth = [
    ...often(authorityKeyIdentifier(random.chance(0.9) ? issuer.key.identifier : subject.key.identifier)),
    ...often(subjectKeyIdentifier(subject.key.identifier)),
    ...often(points('http://crl.contoso.com/1')),
    ...(theme === 'policies' ? often : seldom)(certificatePolicies('1.2.3')),
    ...seldom(access('1', 'http://ocsp.contoso.com')),
  ];
  const own = isCa
    ? [
        basicConstraints(true, random.chance(0.12) ? random.integer(3) : undefined),
        ...often(keyUsage(0x06)),
        ...seldom(extendedKeyUsage(serverAuth)),
        ...(theme === 'constraints' ? often : seldom)(nameConstraints({ permitted: [dns('contoso.com')] })),
        ...seldom(nameConstraints({ excluded: [dns('fabrikam.com')] })),
        ...(theme === 'policies' ? often : seldom)(policyConstraints(random.integer(2))),
        ...seldom(policyMappings(['1.2.3', '1.2.4'])),
        ...seldom(inhibitAnyPolicy(random.integer(2))),
      ]
    : [
        ...often(subjectAlternativeName(dns('im.contoso.com'), dns('as.im.contoso.com'))),
        ...often(keyUsage(0xa0)),
        ...often(extendedKeyUsage(serverAuth)),
        ...seldom(basicConstraints(false)),
      ];
  return [...own, ...ofBoth].map(written);
}

const broken = Uint8Array.of(0x30, 0x05);

/** What makes certificates differ, sound or not. */
const anything: readonly WrittenExtension[] = [
  subjectAlternativeName(dns('www.fabrikam.com')),
  subjectAlternativeName(dns('*.com')),
  subjectAlternativeName(dns('*.contoso.com'), ip(10, 0, 0, 1)),
  subjectAlternativeName(email('im@contoso.com'), uri('sip:im')),
  subjectAlternativeName(directory('im.contoso.com')),
  subjectAlternativeName(dns('im_.contoso..com')),
  subjectAlternativeName(),
  extension('2.5.29.17', broken),
  critical(subjectAlternativeName(dns('im.contoso.com'))),
  keyUsage(0x80),
  keyUsage(0x06),
  keyUsage(0),
  extension('2.5.29.15', Uint8Array.of(0x03, 0x02, 0x00, 0xa0)),
  extension('2.5.29.15', broken),
  extendedKeyUsage(serverAuth, clientAuth),
  extendedKeyUsage(clientAuth),
  extendedKeyUsage('2.5.29.37.0'),
  extension('2.5.29.37', broken),
  basicConstraints(true),
  basicConstraints(true, 0),
  basicConstraints(false),
  extension('2.5.29.19', Uint8Array.of(0x30, 0x03, 0x01, 0x01, 0x00)),
  extension('2.5.29.19', Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x00)),
  extension('2.5.29.19', broken),
  subjectKeyIdentifier(Uint8Array.of(1, 2, 3)),
  extension('2.5.29.14', broken),
  authorityKeyIdentifier(Uint8Array.of(1, 2, 3)),
  extension('2.5.29.35', sequence(tagged(0xa1, directory('Root')), tagged(0x82, Uint8Array.of(1)))),
  extension('2.5.29.35', broken),
  nameConstraints({ permitted: [dns('contoso.com')] }),
  nameConstraints({ excluded: [dns('im.contoso.com')] }),
  nameConstraints({}),
  extension('2.5.29.30', broken),
  certificatePolicies('1.2.3'),
  certificatePolicies('1.2.3', '1.2.3'),
  certificatePolicies('2.5.29.32.0'),
  policyConstraints(0),
  policyConstraints(),
  policyMappings(['2.5.29.32.0', '1.2.3']),
  inhibitAnyPolicy(0),
  points('http://crl.contoso.com/2'),
  points('ldap:///CN=Contoso'),
  extension('2.5.29.31', sequence(sequence())),
  extension('2.5.29.31', broken),
  access('1', 'http://ocsp.fabrikam.com'),
  access('2', 'ldap:///CN=Contoso'),
  extension('1.3.6.1.5.5.7.1.1', broken),
  extension('1.3.6.1.5.5.7.1.24', broken),
  extension('2.5.29.18', broken),
  extension('1.3.6.1.4.1.11129.2.4.2', Uint8Array.of(0x04, 0x02, 0x00, 0x00)),
  extension('1.3.6.1.4.1.11129.2.4.3', Uint8Array.of(0x05, 0x00), true),
  extension('1.3.6.1.4.1.311.20.2', text(0x1e, '\0W\0e')),
  extension('1.3.6.1.4.1.311.21.7', broken),
  extension('1.2.3.4', Uint8Array.of(0x05, 0x00)),
  extension('1.2.3.4', Uint8Array.of(0x05, 0x00), true),
].map(written);

/** The differences, by what they are about. */
export const themes: Readonly<Record<Theme, readonly WrittenExtension[]>> = {
  anything,
  constraints: ['im.contoso.com', 'www.fabrikam.com'].map((name) => written(subjectAlternativeName(dns(name)))),
  policies: ['1.2.3', '1.2.4', '2.5.29.32.0'].map((policy) => written(certificatePolicies(policy))),
  renewals: anything.filter(({ oid }) => oid === '2.5.29.14' || oid === '2.5.29.35'),
  usages: anything.filter(({ oid }) => oid === '2.5.29.15' || oid === '2.5.29.37'),
};
