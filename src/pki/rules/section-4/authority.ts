import type { Certificate } from '../../../x509/certificate.ts';
import { joinWords } from '../../join-words.ts';
import { quoteText } from '../../name-of.ts';
import { profileRule } from '../profile-rule.ts';

/** Demands on CA certificates: what they must contain and how it must fit together. */
export const authorityRules = [
  profileRule('RFC 5280 §4.2.1.9', ({ certificate, isLeaf }) =>
    !isLeaf && certificate.extensions.basicConstraints === undefined ? 'is a CA without basicConstraints' : undefined,
  ),
  profileRule('RFC 5280 §4.2.1.3 and §4.2.1.9', ({ certificate, saysCa }) => {
    const signs = hasKeyCertSign(certificate);
    if (signs === true && !saysCa) return 'has keyCertSign but is not a CA';
    return signs === false && saysCa ? 'is a CA and its keyUsage lacks keyCertSign' : undefined;
  }),
  // Old roots, and valid ones of x509-limbo, have none: that they are in the store is enough.
  profileRule('RFC 5280 §4.2.1.3', ({ certificate, isLeaf, isAnchor }) =>
    !isLeaf && !isAnchor && certificate.extensions.keyUsage === undefined ? 'is a CA without keyUsage' : undefined,
  ),
  profileRule('RFC 5280 §4.2.1.9', ({ certificate, saysCa }) => {
    const constraints = certificate.extensions.basicConstraints;
    const hasLength = constraints?.ok === true && constraints.value.pathLength !== undefined;
    return hasLength && !saysCa ? 'has a path length but is not a CA' : undefined;
  }),
  profileRule('RFC 5280 §4.2.1.10', ({ certificate, saysCa }) => {
    const constraints = certificate.extensions.nameConstraints;
    if (constraints === undefined) return undefined;
    if (!saysCa) return 'has nameConstraints but is not a CA';
    const isEmpty = constraints.ok && constraints.value.permitted.length + constraints.value.excluded.length === 0;
    return isEmpty ? 'has nameConstraints without any subtree' : undefined;
  }),
  profileRule('RFC 5280 §4.2.1.10', ({ certificate }) => {
    const constraints = certificate.extensions.nameConstraints;
    if (constraints?.ok !== true) return undefined;
    const subtrees = [...constraints.value.permitted, ...constraints.value.excluded];
    const dotted = subtrees.flatMap((subtree) =>
      subtree.kind === 'dns' && subtree.text.startsWith('.') ? subtree.text : [],
    );
    if (dotted.length === 0) return undefined;
    return dotted.length === 1
      ? `has the dNSName subtree ${quoteText(dotted[0] ?? '')} with a leading dot, which is not a domain name`
      : `has the dNSName subtrees ${joinWords(dotted)} with a leading dot, which are not domain names`;
  }),
  profileRule('RFC 5280 §4.2.1.5, §4.2.1.11 and §4.2.1.14', ({ certificate, saysCa }) => {
    const { policyMappings, policyConstraints, inhibitAnyPolicy } = certificate.extensions;
    const isForCas = [policyMappings, policyConstraints, inhibitAnyPolicy].some((extension) => extension !== undefined);
    return isForCas && !saysCa ? 'has policy extensions of a CA but is not a CA' : undefined;
  }),
  profileRule('RFC 5280 §4.2.1.11', ({ certificate }) => {
    const constraints = certificate.extensions.policyConstraints;
    if (constraints?.ok !== true) return undefined;
    const { requireExplicitPolicy, inhibitPolicyMapping } = constraints.value;
    return requireExplicitPolicy === undefined && inhibitPolicyMapping === undefined
      ? 'has policyConstraints without any constraint'
      : undefined;
  }),
  profileRule('RFC 5280 §4.2.1.4', ({ certificate }) => {
    const policies = certificate.extensions.certificatePolicies;
    if (policies?.ok !== true) return undefined;
    const oids = policies.value.map(({ oid }) => oid);
    const repeated = new Set(oids.filter((oid, index) => oids.indexOf(oid) < index));
    return repeated.size === 0 ? undefined : `names the certificate policy ${joinWords([...repeated])} twice`;
  }),
  profileRule('RFC 5280 §4.2.1.13', ({ certificate }) => {
    const points = certificate.extensions.crlDistributionPoints;
    if (points?.ok !== true) return undefined;
    const isEmpty = points.value.some(
      ({ fullName, relativeName, crlIssuer }) =>
        fullName === undefined && relativeName === undefined && crlIssuer === undefined,
    );
    return isEmpty ? 'has a CRL distribution point without a name and without a CRL issuer' : undefined;
  }),
];

/** Undefined without a readable key usage. */
function hasKeyCertSign({ extensions }: Certificate): boolean | undefined {
  return extensions.keyUsage?.ok === true ? extensions.keyUsage.value.bits.includes('keyCertSign') : undefined;
}
