import { keyUsages, pointers } from './extensions.ts';
import { type KeyPair, makeKeyPair } from './key-pair.ts';
import { type IssuedCertificate, signCertificate } from './sign-certificate.ts';
import { x509 } from '../x509/x509-package.ts';

const yearMs = 365 * 86_400_000;

/** A private PKI of two tiers, as AD CS is usually deployed: an offline root and one issuing CA. */
export interface CertificateAuthority {
  readonly root: IssuedCertificate;
  readonly intermediate: IssuedCertificate;
  /** The instant its certificates are made for; all validity periods include it. */
  readonly now: Date;
}

/** Makes a two-tier authority. Its keys are P-256, which are made at once, unless the issuing CA is given another. */
export async function createAuthority(options: {
  readonly organization: string;
  readonly now: Date;
  readonly issuingKey?: KeyPair;
}): Promise<CertificateAuthority> {
  const { organization, now } = options;
  const rootKey = await makeKeyPair('p-256');
  const issuingKey = options.issuingKey ?? (await makeKeyPair('p-256'));
  const authority = (name: string, years: number) => ({
    subject: [{ O: [organization] }, { CN: [`${organization} ${name}`] }],
    notBefore: new Date(now.getTime() - yearMs),
    notAfter: new Date(now.getTime() + years * yearMs),
    extensions: [keyUsages('keyCertSign', 'cRLSign'), new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  const root = await signCertificate(authority('Root CA', 10), rootKey);
  const { extensions, ...issuing } = authority('Issuing CA', 6);
  const content = { ...issuing, extensions: [...extensions, ...pointers('root')] };
  const intermediate = await signCertificate(content, issuingKey, root);
  return { root, intermediate, now };
}
