import {
  anyExtendedKeyUsage,
  clientAuth,
  codeSigning,
  emailProtection,
  serverAuth,
} from '../../model/extended-key-usages.ts';
import type { Certificate, NetscapeCertificateType } from '../../x509/certificate.ts';

/** szOID_ANY_APPLICATION_POLICY. */
const anyApplicationPolicy = '1.3.6.1.4.1.311.10.12.1';

/** An extension that limits what a certificate may be used for. */
export interface PurposeLimit {
  readonly extension: 'extended-key-usage' | 'application-policies' | 'netscape-type';
  /** Object identifiers of extended key usages. */
  readonly allowed: readonly string[];
}

/** How messages call such an extension. */
export const purposeLimitNames: Readonly<Record<PurposeLimit['extension'], string>> = {
  'extended-key-usage': 'extended key usage',
  'application-policies': 'application policies',
  'netscape-type': 'Netscape certificate type',
};

/**
 * What limits the purposes of a certificate, each extension as one that reads it does. Microsoft's application policies stand in place
 * of the extended key usage on Windows (Windows Server 2003, "Using Application Policies"), critical or not. The Netscape certificate
 * type is long out of use, so it counts only if it is critical.
 */
export function purposeLimits({ extensions, rawExtensions }: Certificate): readonly PurposeLimit[] {
  const { extendedKeyUsage, microsoftApplicationPolicies, netscapeCertificateType } = extensions;
  const limits: PurposeLimit[] = [];
  if (extendedKeyUsage?.ok === true) limits.push({ extension: 'extended-key-usage', allowed: extendedKeyUsage.value });
  if (microsoftApplicationPolicies?.ok === true) {
    limits.push({ extension: 'application-policies', allowed: microsoftApplicationPolicies.value });
  }
  if (netscapeCertificateType?.ok === true && rawExtensions.some(({ oid, critical }) => critical && oid === netscape)) {
    limits.push({ extension: 'netscape-type', allowed: netscapeCertificateType.value.flatMap((type) => usages[type]) });
  }
  return limits;
}

/** Whether a limit leaves a purpose open, by its name or as any purpose. */
export function allowsPurpose({ allowed }: PurposeLimit, purpose: string): boolean {
  return allowed.some((usage) => usage === purpose || usage === anyExtendedKeyUsage || usage === anyApplicationPolicy);
}

const netscape = '2.16.840.1.113730.1.1';

/** The extended key usages that took the place of each type; of a CA, those of what it issues. */
const usages: Readonly<Record<NetscapeCertificateType, readonly string[]>> = {
  sslClient: [clientAuth],
  sslServer: [serverAuth],
  smime: [emailProtection],
  objectSigning: [codeSigning],
  reserved: [],
  sslCa: [serverAuth, clientAuth],
  smimeCa: [emailProtection],
  objectSigningCa: [codeSigning],
};
