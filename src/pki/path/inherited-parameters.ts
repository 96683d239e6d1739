import { groupBy } from '../../model/group-by.ts';
import type { Certificate, PublicKey } from '../../x509/certificate.ts';
import { inheritDsaParameters, lacksParameters } from '../../x509/keys/inherit-dsa-parameters.ts';
import type { TrustStore } from './path.ts';

/** A certificate with the parameters that its key inherits; without any, as it is. */
export type WithParameters = (certificate: Certificate) => Certificate;

/**
 * Gives the DSA keys of presented certificates that have no parameters those of their issuers, which may have inherited theirs (RFC
 * 3279 §2.3.2). Of several issuers of one name the first counts that has some, anchors first. Every certificate is looked at once: a
 * peer may send many of one name.
 */
export function inheritParameters(presented: readonly Certificate[], store: TrustStore): WithParameters {
  const lacking = presented.filter(({ publicKey }) => lacksParameters(publicKey));
  if (lacking.length === 0) return (certificate) => certificate;
  const heirsOf = groupBy(lacking, ({ issuer }) => issuer.key);
  const donors = new Map<string, PublicKey>();
  const add = ({ subject, publicKey }: Pick<Certificate, 'subject' | 'publicKey'>): void => {
    if (publicKey.kind === 'dsa' && publicKey.bits !== undefined && !donors.has(subject.key)) {
      donors.set(subject.key, publicKey);
    }
  };
  for (const [first] of heirsOf.values()) if (first !== undefined) store.findBySubject(first.issuer).forEach(add);
  presented.forEach(add);
  const completed = new Map<string, Certificate>();
  // Names that are added on the way come last: what was inherited is handed on.
  for (const [name, donor] of donors) {
    for (const heir of heirsOf.get(name) ?? []) {
      const whole = { ...heir, publicKey: inheritDsaParameters(heir.publicKey, donor) };
      completed.set(heir.sha256, whole);
      add(whole);
    }
  }
  return (certificate) => completed.get(certificate.sha256) ?? certificate;
}
