import type { CertificateAuthority } from './authority.ts';
import { type KeyUsage, keyUsages, pointers, type Template, templateExtension } from './extensions.ts';
import type { KeyPair } from './key-pair.ts';
import { type IssuedCertificate, signCertificate } from './sign-certificate.ts';
import { x509 } from '../x509/x509-package.ts';

const dayMs = 86_400_000;

/** What a server certificate says. */
export interface ServerCertificateOptions {
  /** DNS names; the first is the CN as well. */
  readonly names: readonly string[];
  /** Default: 335 days after the instant of the authority. */
  readonly notAfter?: Date;
  /** Default: digitalSignature and keyEncipherment. */
  readonly keyUsage?: readonly KeyUsage[];
  /** Default: duplicate. */
  readonly template?: Template;
}

/**
 * Issues what the specification asks of a Communicator Web Access certificate: version 3, serverAuth, digitalSignature and
 * keyEncipherment, from a duplicated template. The options can plant a fault.
 */
export function issueServerCertificate(
  { intermediate, now }: CertificateAuthority,
  key: KeyPair,
  options: ServerCertificateOptions,
): Promise<IssuedCertificate> {
  const { names, keyUsage = ['digitalSignature', 'keyEncipherment'], template = 'duplicate' } = options;
  const content = {
    subject: [{ O: ['Contoso'] }, { CN: [names[0] ?? ''] }],
    notBefore: new Date(now.getTime() - 30 * dayMs),
    notAfter: options.notAfter ?? new Date(now.getTime() + 335 * dayMs),
    extensions: [
      keyUsages(...keyUsage),
      new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value }))),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      ...pointers('issuing'),
      templateExtension(template),
    ],
  };
  return signCertificate(content, key, intermediate);
}
