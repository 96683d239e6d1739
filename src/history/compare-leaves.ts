import type { CertificateRecord } from './certificate-record.ts';

/** One way in which a certificate differs from the one that it replaced. */
export interface LeafChange {
  readonly what: 'issuer' | 'subject' | 'names' | 'purposes' | 'key' | 'expiry';
  /** A renewal changes key and expiry alone; what else changes deserves a look. */
  readonly isMaterial: boolean;
  /** A clause without a full stop: `adds as.contoso.com, drops www.contoso.com`. */
  readonly text: string;
}

/** How a certificate differs from the one before: what deserves a look first. Unreadable certificates differ in all they are. */
export function compareLeaves(before: CertificateRecord, after: CertificateRecord): readonly LeafChange[] {
  const material = (what: LeafChange['what'], text: string | undefined): readonly LeafChange[] =>
    text === undefined ? [] : [{ what, isMaterial: true, text }];
  return [
    ...material('issuer', differ(before.issuer, after.issuer, 'issuer')),
    ...material('subject', differ(before.subject, after.subject, 'subject')),
    ...material('names', compareLists(before.dnsNames, after.dnsNames, 'SAN')),
    ...material('purposes', compareLists(before.extendedKeyUsage, after.extendedKeyUsage, 'EKU')),
    ...describeKey(before, after),
    ...describeExpiry(before, after),
  ];
}

function differ(before: string | null, after: string | null, what: string): string | undefined {
  if (before === after) return undefined;
  return `${what} ${after ?? 'unreadable'} instead of ${before ?? 'unreadable'}`;
}

function compareLists(
  before: readonly string[] | null,
  after: readonly string[] | null,
  what: string,
): string | undefined {
  const added = (after ?? []).filter((each) => before?.includes(each) !== true);
  const dropped = (before ?? []).filter((each) => after?.includes(each) !== true);
  const parts = [
    ...(added.length > 0 ? [`adds ${added.join(', ')}`] : []),
    ...(dropped.length > 0 ? [`drops ${dropped.join(', ')}`] : []),
  ];
  if (parts.length > 0) return `${what} ${parts.join(' and ')}`;
  if (before === null && after !== null) return `${what} present, absent before`;
  return before !== null && after === null ? `${what} absent, present before` : undefined;
}

function describeKey(
  { publicKeySha256: before }: CertificateRecord,
  { publicKeySha256: after }: CertificateRecord,
): readonly LeafChange[] {
  if (before === null || after === null) return [];
  return [{ what: 'key', isMaterial: false, text: before === after ? 'the same key' : 'a new key' }];
}

function describeExpiry(
  { notAfter: before }: CertificateRecord,
  { notAfter: after }: CertificateRecord,
): readonly LeafChange[] {
  if (before === null || after === null) return [];
  const text = `expires ${after.slice(0, 10)} instead of ${before.slice(0, 10)}`;
  return [{ what: 'expiry', isMaterial: after < before, text: after < before ? `${text}, which is earlier` : text }];
}
