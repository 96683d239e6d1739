import type { CertificateProfile, ExtraExtension } from '../forge/certificate-profile.ts';
import { issueServerCertificate } from '../forge/certificate-authority.ts';
import type { Contoso } from '../evaluate/contoso.ts';
import { now } from '../evaluate/observation.ts';
import { objectIdentifier, octets, sequence } from '../pki/forge-der.ts';
import { reportOf, type Scene } from './finding.ts';

const dayMs = 86_400_000;

/** The reserved policies of CA/B Forum 7.1.6.1. */
export const reservedPolicies = {
  dv: '2.23.140.1.2.1',
  ov: '2.23.140.1.2.2',
  iv: '2.23.140.1.2.3',
  ev: '2.23.140.1.1',
} as const;

/** The extension certificatePolicies. */
export function policies(...oids: readonly string[]): ExtraExtension {
  return { oid: '2.5.29.32', value: sequence(...oids.map((oid) => sequence(objectIdentifier(oid)))) };
}

/** A well-formed SCT of a log; `at`: its instant. */
export function timestamp(log: number, at: Date = new Date(now.getTime() - 30 * dayMs)): Uint8Array {
  const bytes = Buffer.alloc(41, log);
  bytes[0] = 0;
  bytes.writeBigUInt64BE(BigInt(at.getTime()), 33);
  return Buffer.concat([bytes, Uint8Array.of(0, 0, 4, 3, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8)]);
}

/** RFC 6962 §3.3. */
export function timestampList(...timestamps: readonly Uint8Array[]): Uint8Array {
  const entries = Buffer.concat(timestamps.map((each) => Buffer.concat([length(each.length), each])));
  return Buffer.concat([length(entries.length), entries]);
}

/** The extension that embeds a list of SCTs. */
export function embedded(list: Uint8Array): ExtraExtension {
  return { oid: '1.3.6.1.4.1.11129.2.4.2', value: octets(list) };
}

/** A leaf of a public CA with nothing wrong in it: domain-validated, 90 days, two SCTs. */
export const soundLeaf = {
  subject: [{ CN: 'im.contoso.com' }],
  notBefore: new Date(now.getTime() - 30 * dayMs),
  notAfter: new Date(now.getTime() + 60 * dayMs),
  extraExtensions: [policies(reservedPolicies.dv), embedded(timestampList(timestamp(1), timestamp(2)))],
} as const satisfies Partial<CertificateProfile>;

/** What is wrong with the leaf, and by whom it is trusted. */
export type PublicScene = Partial<Scene> & { readonly isPrivate?: boolean };

/** The report about such a leaf with changes, below a root that both the role and the public trust, or only the role. */
export function reportOfPublic(
  contoso: Contoso,
  changes: Partial<CertificateProfile> = {},
  { isPrivate = false, ...scene }: PublicScene = {},
) {
  const { root, intermediate } = contoso.authority;
  const names = ['im.contoso.com', 'as.im.contoso.com', 'download.im.contoso.com'];
  const leaf = issueServerCertificate(contoso.authority, contoso.key, { names, changes: { ...soundLeaf, ...changes } });
  const publicAnchors = isPrivate ? [] : [root.der];
  return reportOf({ chain: [leaf.der, intermediate.der], anchors: [root.der], publicAnchors, ...scene });
}

/** The finding of one check about it. */
export function findingOfPublic(check: string, ...scene: Parameters<typeof reportOfPublic>) {
  const finding = reportOfPublic(...scene).findings.find((each) => each.check === check);
  if (finding === undefined) throw new Error(`no finding of ${check}`);
  return finding;
}

function length(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}
