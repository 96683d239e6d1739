import type { RoleDocument } from '../model/role-document.ts';
import { purposeOid } from '../model/purpose-names.ts';
import type { DialRule, NamesByKind, RolePolicy, Sharing, Thresholds } from './policy.ts';

/** RFC 8446 §4.4.2.2, RFC 5246 §7.4.2: what the exchanges of TLS can use. */
const bitsOfTls = ['digitalSignature', 'keyEncipherment', 'keyAgreement'] as const;

/** The demands of a role, with what it does not state left free. `id` stands for a title that it does not have. */
export function compileRole(id: string, role: RoleDocument, policySource: string | undefined): RolePolicy {
  const { names = {}, extendedKeyUsage = {}, keyUsage = {}, key = {}, trust = {}, template = {}, pointers = {} } = role;
  const source = role.source ?? policySource ?? '';
  return {
    title: role.title ?? id,
    dialed: role.dialed ?? 'the host and port given',
    nameMatcher: names.matcher ?? 'rfc9525',
    commonNames: role.subject?.commonName ?? [],
    requiredNames: byKind(names.required),
    allowedNames: withoutUndefined(names.allowed ?? {}),
    forbiddenNames: byKind(names.forbidden),
    wildcard: names.wildcard ?? 'allowed',
    trust: { list: trust.list, stores: trust.stores, publiclyTrusted: trust.publiclyTrusted ?? 'free' },
    extendedKeyUsage: {
      required: oids(extendedKeyUsage.required),
      oneOf: oids(extendedKeyUsage.oneOf),
      allowed: oids(extendedKeyUsage.allowed),
      forbidden: oids(extendedKeyUsage.forbidden),
      // What has to be there is not there in a certificate without the extension.
      absent:
        extendedKeyUsage.absent ?? (isStated(extendedKeyUsage.required, extendedKeyUsage.oneOf) ? 'fail' : 'pass'),
    },
    keyUsage: {
      required: keyUsage.required ?? 'negotiated',
      oneOf: keyUsage.oneOf ?? [],
      allowed: keyUsage.allowed ?? bitsOfTls,
      absent: keyUsage.absent ?? (isStated(keyUsage.required, keyUsage.oneOf) ? 'fail' : 'pass'),
      needsRsa: keyUsage.needsRsa ?? false,
    },
    key: { types: key.types, curves: key.curves, rsaBits: key.rsaBits },
    allowedSignatureAlgorithms: role.signature?.allowed,
    lifetime: { maximumDays: role.lifetime?.maximumDays, minimumDays: role.lifetime?.minimumDays },
    clientCertificate: role.clientCertificate?.requested ?? 'free',
    sharing: sharingOf(role.sharing),
    endsAt: role.termination?.endsAt,
    template: { forbidden: template.forbidden ?? [], required: template.required ?? [] },
    pointers: { crl: pointers.crl ?? 'free', ocsp: pointers.ocsp ?? 'free', issuer: pointers.issuer ?? 'free' },
    notVisible: (role.notVisible ?? []).map((each) => ({ ...each, source: each.source ?? source })),
    clientsInstallChain: role.clientsInstallChain ?? false,
    fieldNotes: role.fieldNotes ?? [],
    source,
    sources: sourcesOf(role),
    thresholds: thresholdsOf(role),
    dial: (role.dial ?? []).map(dialRule),
    access: role.access,
    site: role.site,
    table: role.plan?.table,
    caMayDifferFrom: role.plan?.caMayDifferFrom,
    madeBy: role.plan?.madeBy,
  };
}

/** Whether one of the lists demands something; `negotiated` demands it of the extension that is there. */
function isStated(...lists: readonly (readonly string[] | 'negotiated' | undefined)[]): boolean {
  return lists.some((list) => list !== undefined && list !== 'negotiated' && list.length > 0);
}

function byKind(names: NonNullable<NonNullable<RoleDocument['names']>['required']> = {}): NamesByKind {
  return { dns: names.dns ?? [], ip: names.ip ?? [], uri: names.uri ?? [], email: names.email ?? [] };
}

/** Purposes that are neither a name nor an OID are reported where the document is read. */
function oids(purposes: readonly string[] = []): readonly string[] {
  return purposes.map((purpose) => purposeOid(purpose) ?? purpose);
}

function sharingOf(sharing: RoleDocument['sharing']): Sharing | undefined {
  return (
    sharing && {
      sameKeyAs: sharing.sameKeyAs ?? [],
      sameCertificateAs: sharing.sameCertificateAs ?? [],
      sameIssuerAs: sharing.sameIssuerAs ?? [],
      sameSubjectAs: sharing.sameSubjectAs ?? [],
      differentKeyFrom: sharing.differentKeyFrom ?? [],
      within: sharing.within,
    }
  );
}

function sourcesOf(role: RoleDocument): Readonly<Record<string, string>> {
  const stated = Object.entries(role).flatMap(([group, value]) =>
    typeof value === 'object' && 'source' in value && typeof value.source === 'string' ? [[group, value.source]] : [],
  );
  return Object.fromEntries(stated) as Record<string, string>;
}

/** Sizes of keys and algorithms of signatures are figures that checks compare with. */
function thresholdsOf({ key, signature }: RoleDocument): Partial<Thresholds> {
  return withoutUndefined({
    minimumRsaBits: key?.minimumRsaBits,
    minimumEcBits: key?.minimumEcBits,
    recommendedRsaBits: key?.recommendedRsaBits ?? key?.minimumRsaBits,
    recommendedEcBits: key?.recommendedEcBits ?? key?.minimumEcBits,
    forbiddenSignatureAlgorithms: signature?.forbidden,
    deprecatedSignatureAlgorithms: signature?.deprecated,
  });
}

function dialRule({
  each,
  as,
  host,
  address,
  lookup,
  port,
  startTls,
  serverName,
}: NonNullable<RoleDocument['dial']>[number]): DialRule {
  return { each, as, host, address, lookup, port, startTls, sendsServerName: serverName !== 'none' };
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
