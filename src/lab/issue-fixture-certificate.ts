import { x509 } from '../x509/x509-package.ts';
import { type KeyUsage, keyUsages } from './extensions.ts';
import { domainValidated } from './fixture-authority.ts';
import type { KeyPair } from './key-pair.ts';
import { type IssuedCertificate, type SignatureKind, signCertificate } from './sign-certificate.ts';

/** Everything that a certificate of a fixture says. Null: the extension, or the name, is not there. */
export interface FixtureContent {
  readonly commonName: string | null;
  readonly names: readonly { readonly type: 'dns' | 'ip' | 'url' | 'email'; readonly value: string }[];
  /** Dotted OIDs. */
  readonly extendedKeyUsage: readonly string[] | null;
  readonly keyUsage: readonly KeyUsage[] | null;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly crl: string | null;
  readonly ocsp: string | null;
  readonly issuer: string | null;
  /** Name of a version 1 template, or OID of a version 2 template. */
  readonly template: string | null;
  readonly signature: SignatureKind;
  readonly timestamps: number;
}

/** Issues it by the CA of an authority, or signs it with its own key: without one. A `public` one names its certificate policy. */
export function issueFixtureCertificate(
  content: FixtureContent,
  key: KeyPair,
  authority: { readonly issuer: IssuedCertificate; readonly isPublic: boolean } | undefined,
): Promise<IssuedCertificate> {
  const { commonName, names, extendedKeyUsage, keyUsage, notBefore, notAfter, template, signature } = content;
  const subject = commonName === null ? [] : [{ CN: [commonName] }];
  const extensions = [
    ...(keyUsage === null ? [] : [keyUsages(...keyUsage)]),
    ...(names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension([...names], commonName === null)]),
    ...(extendedKeyUsage === null ? [] : [new x509.ExtendedKeyUsageExtension([...extendedKeyUsage])]),
    ...pointersOf(content),
    ...(authority?.isPublic === true ? [new x509.CertificatePolicyExtension([domainValidated])] : []),
    ...(template === null ? [] : [templateOf(template)]),
    ...(content.timestamps === 0 ? [] : [timestampsOf(content)]),
  ];
  return signCertificate({ subject, notBefore, notAfter, extensions, signature }, key, authority?.issuer);
}

function pointersOf({ crl, ocsp, issuer }: FixtureContent): readonly x509.Extension[] {
  const access = { ...(ocsp === null ? {} : { ocsp: [ocsp] }), ...(issuer === null ? {} : { caIssuers: [issuer] }) };
  return [
    ...(crl === null ? [] : [new x509.CRLDistributionPointsExtension([crl])]),
    ...(Object.keys(access).length === 0 ? [] : [new x509.AuthorityInfoAccessExtension(access)]),
  ];
}

/** [MS-WCCE] §2.2.2.7.7: version 1 is a BMPString of the name, version 2 a sequence of OID and version numbers. */
function templateOf(template: string): x509.Extension {
  if (/^[0-2](?:\.\d+)+$/.test(template)) {
    const version = derOf(0x02, Uint8Array.of(100));
    const body = derOf(0x30, Buffer.concat([derOf(0x06, oidBytes(template)), version]));
    return new x509.Extension('1.3.6.1.4.1.311.21.7', false, body);
  }
  const name = Buffer.from(template, 'utf16le').swap16();
  return new x509.Extension('1.3.6.1.4.1.311.20.2', false, derOf(0x1e, name));
}

/** RFC 6962 §3.3: timestamps of different logs in a list; no log ever signed them, which is not verified. */
function timestampsOf({ timestamps, notBefore }: FixtureContent): x509.Extension {
  const entries = Array.from({ length: timestamps }, (_, index) => {
    const entry = Buffer.alloc(1 + 32 + 8 + 2 + 4 + 8);
    entry.fill(index + 1, 1, 33);
    entry.writeBigUInt64BE(BigInt(notBefore.getTime()), 33);
    // No extensions; SHA-256 with ECDSA, and eight bytes in place of a signature.
    entry.set([4, 3, 0, 8], 43);
    return withLength(entry);
  });
  const list = withLength(Buffer.concat(entries));
  return new x509.Extension('1.3.6.1.4.1.11129.2.4.2', false, derOf(0x04, list));
}

function withLength(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(bytes.length >> 8, bytes.length & 0xff), bytes]);
}

/** One DER element; its content has less than 64 KiB. */
function derOf(tag: number, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const { length } = content;
  const head =
    length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return new Uint8Array(Buffer.concat([Uint8Array.from(head), content]));
}

function oidBytes(oid: string): Uint8Array {
  const [first = 0n, second = 0n, ...rest] = oid.split('.').map(BigInt);
  const values = [first * 40n + second, ...rest];
  return Uint8Array.from(
    values.flatMap((value) => {
      const groups = [Number(value & 0x7fn)];
      for (let left = value >> 7n; left > 0n; left >>= 7n) groups.unshift(Number(left & 0x7fn) | 0x80);
      return groups;
    }),
  );
}
