import { compareKeyIdentifiers } from '../../path/issuer-links.ts';
import { nameOf } from '../../name-of.ts';
import type { PathRule } from '../../path/rule.ts';
import { profileRule } from '../profile-rule.ts';

/** Demands on authority and subject key identifiers. */
export const keyIdentifierRules = [
  profileRule('RFC 5280 §4.2.1.2', ({ certificate, isLeaf, saysCa }) => {
    const isAbsent = certificate.extensions.subjectKeyIdentifier === undefined;
    return isAbsent && (!isLeaf || saysCa) ? 'is a CA without subjectKeyIdentifier' : undefined;
  }),
  profileRule('RFC 5280 §4.2.1.1', ({ certificate }, { checkLink }) => {
    const authority = certificate.extensions.authorityKeyIdentifier;
    if (authority === undefined) {
      // Only a self-signed certificate may leave its AKI out: this goes by the key, whatever the name of the issuer.
      const isSelfSigned = checkLink(certificate, certificate.publicKey) === 'valid';
      return isSelfSigned ? undefined : 'has no authorityKeyIdentifier';
    }
    if (!authority.ok || authority.value.keyIdentifier !== undefined) return undefined;
    return 'has an authorityKeyIdentifier without keyIdentifier';
  }),
];

/** RFC 5280 §4.2.1.1 and §4.2.1.2: the AKI of each certificate is the SKI of the one that issued it. */
export const keyIdentifiersLink: PathRule = (path) => {
  for (const [index, subject] of path.entries()) {
    const issuer = path[index + 1];
    if (issuer !== undefined && compareKeyIdentifiers(issuer, subject) === 'different') {
      const message = `The authorityKeyIdentifier of ${nameOf(subject)} is not the subjectKeyIdentifier of ${nameOf(issuer)} (RFC 5280 §4.2.1.1).`;
      return { kind: 'profile-violation', message, certificate: subject };
    }
  }
  return undefined;
};
