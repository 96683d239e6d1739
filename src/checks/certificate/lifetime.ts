import type { Certificate } from '../../x509/certificate.ts';
import { dayMs } from '../instant-text.ts';

type Validity = Pick<Certificate, 'notBefore' | 'notAfter'>;

/** How long a certificate is valid in all: both ends count (RFC 5280 §4.1.2.5), so the last second does too. */
export function lifetimeMs({ notBefore, notAfter }: Validity): number {
  return notAfter.getTime() + 1_000 - notBefore.getTime();
}

/** Whether the lifetime is so short that revocation would come too late to matter. `days`: the threshold of the policy. */
export function isShortLived(certificate: Validity, days: number): boolean {
  return lifetimeMs(certificate) <= days * dayMs;
}
