import { describeSignatureAlgorithm } from '../../../x509/keys/signature-algorithm.ts';
import { equalBytes } from '../../../model/equal-bytes.ts';
import { profileRule } from '../profile-rule.ts';

const anchorHashes: ReadonlySet<string> = new Set(['sha1', 'sha256', 'sha384', 'sha512']);

/** Demands on every certificate of a publicly trusted path, and on its root. */
export const certificateRules = [
  profileRule('CA/B Forum 7.1.1', ({ certificate }) =>
    certificate.version === 3 ? undefined : `has version ${certificate.version}, not 3`,
  ),
  profileRule('CA/B Forum 7.1.3.2', ({ certificate, isAnchor }) => {
    // Below the anchor a rule of web-pki decides. Roots may have SHA-1: many of today's public roots are signed with it.
    const { hash, name } = describeSignatureAlgorithm(certificate.signatureAlgorithm);
    return isAnchor && !anchorHashes.has(hash ?? '') ? `is signed with ${name}` : undefined;
  }),
  profileRule('CA/B Forum 7.1.2.1.2', ({ certificate, isRoot }) =>
    isRoot && certificate.extensions.extendedKeyUsage !== undefined ? 'is a root with extKeyUsage' : undefined,
  ),
  profileRule('CA/B Forum 7.1.2.11.1', ({ certificate }) => {
    const authority = certificate.extensions.authorityKeyIdentifier;
    if (authority?.ok !== true) return undefined;
    const { authorityCertIssuer, authorityCertSerialNumber } = authority.value;
    if (authorityCertIssuer === undefined && authorityCertSerialNumber === undefined) return undefined;
    return 'names issuer or serial number in authorityKeyIdentifier';
  }),
  profileRule('CA/B Forum 7.1.2.1.3', ({ certificate, isRoot }) => {
    const { authorityKeyIdentifier: authority, subjectKeyIdentifier: own } = certificate.extensions;
    if (!isRoot || authority?.ok !== true || own?.ok !== true) return undefined;
    const identifier = authority.value.keyIdentifier;
    return identifier === undefined || equalBytes(identifier, own.value)
      ? undefined
      : 'is a root whose two key identifiers differ';
  }),
];
