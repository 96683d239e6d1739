import { describeSignatureAlgorithm } from '../../../x509/keys/signature-algorithm.ts';
import { equalBytes } from '../../../model/equal-bytes.ts';
import { joinWords } from '../../join-words.ts';
import { profileRule } from '../profile-rule.ts';

const derNull = Uint8Array.of(0x05, 0x00);

/** Demands on what every certificate has: serial number, names, algorithms, encoding. */
export const frameRules = [
  profileRule('RFC 5280 §4.1.2.2', ({ certificate, isRoot }) => {
    const { hex, isNegative, isZero } = certificate.serialNumber;
    if (hex.length > 40) return `has a serial number of ${hex.length / 2} bytes, more than 20`;
    if (isNegative) return 'has a negative serial number';
    // Public roots with the serial number zero exist, and the section asks relying parties to accept them.
    return isZero && !isRoot ? 'has the serial number zero' : undefined;
  }),
  profileRule('RFC 5280 §4.1.2.4', ({ certificate }) =>
    certificate.issuer.relativeDistinguishedNames.length > 0 ? undefined : 'names no issuer',
  ),
  profileRule('RFC 5280 §4.1.2.6', ({ certificate, isLeaf, saysCa }) => {
    const isSubjectEmpty = certificate.subject.relativeDistinguishedNames.length === 0;
    return isSubjectEmpty && (!isLeaf || saysCa) ? 'is a CA without a subject' : undefined;
  }),
  profileRule('RFC 4055 §5 and RFC 5758 §3.2', ({ certificate }) => {
    const { scheme, name } = describeSignatureAlgorithm(certificate.signatureAlgorithm);
    const { parameters } = certificate.signatureAlgorithm;
    if (scheme === 'rsa' && !isNull(parameters)) return `has ${name} without NULL parameters`;
    return scheme === 'ecdsa' && parameters !== undefined ? `has ${name} with parameters` : undefined;
  }),
  profileRule('RFC 3279 §2.3.1', ({ certificate }) => {
    const { kind, algorithm, exponent } = certificate.publicKey;
    if (kind !== 'rsa') return undefined;
    if (!isNull(algorithm.parameters)) return 'has an RSA key without NULL parameters';
    const isOdd = /[13579bdf]$/.test(exponent ?? '') && exponent !== '1';
    return isOdd ? undefined : `has an RSA key with the public exponent 0x${exponent ?? ''}`;
  }),
  profileRule('X.690 DER and RFC 5280', ({ certificate }) => {
    const odd = certificate.oddities.filter(({ where }) => where !== 'serialNumber');
    if (odd.length === 0) return undefined;
    const defects = odd.map(({ where, message }) => `${message} in ${where}`);
    return `has ${odd.length === 1 ? 'an encoding defect' : `${odd.length} encoding defects`}: ${joinWords(defects, odd.length)}`;
  }),
];

function isNull(parameters: Uint8Array | undefined): boolean {
  return parameters !== undefined && equalBytes(parameters, derNull);
}
