import type { CertificateRule } from '../path/rule.ts';
import { nameOf } from '../name-of.ts';

/**
 * RFC 5280 §4.1.2.5 and §6.1.3 (a)(2): the instant judged at lies between notBefore and notAfter, both inclusive. The
 * anchor's dates count too: RFC 5280 leaves that to the application, and today's clients refuse an expired root.
 */
export const validityHolds: CertificateRule = ({ certificate, isAnchor }, { at }) => {
  if (at.getTime() > certificate.notAfter.getTime()) {
    return fault('expired', `expired at ${instant(certificate.notAfter)}`);
  }
  if (at.getTime() < certificate.notBefore.getTime()) {
    return fault('not-yet-valid', `is not valid before ${instant(certificate.notBefore)}`);
  }
  return undefined;

  function fault(kind: 'expired' | 'not-yet-valid', seen: string) {
    const subject = `${isAnchor ? 'The trust anchor ' : ''}${nameOf(certificate)}`;
    return { kind, message: `${subject} ${seen}; judged at ${instant(at)}.`, certificate };
  }
};

function instant(date: Date): string {
  return date.toISOString().replace('.000Z', 'Z');
}
