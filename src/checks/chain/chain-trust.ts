import { serverAuth } from '../../model/extended-key-usages.ts';
import { usageText } from '../../model/purpose-names.ts';
import { pathErrorRank } from '../../pki/path/path-error-rank.ts';
import type { PathError } from '../../pki/path/path.ts';
import { quoteText, shortNameOf } from '../../pki/name-of.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { describeSignatureAlgorithm } from '../../x509/keys/signature-algorithm.ts';
import { isSelfIssued } from '../../pki/path/issuer-links.ts';
import { signatureRemedy } from '../keys/signature-remedy.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import type { StoreTrust } from '../evidence.ts';
import { fail, pass, undetermined } from '../judgement.ts';
import { joinWords } from '../join-words.ts';
import { diagnoseUnknownIssuer } from './diagnose-unknown-issuer.ts';
import { pathFaults } from './path-faults.ts';

/** A path to one of the role's stores; if the role has several trust lists, to one store of each. */
export const chainTrust = defineCheck({
  id: 'chain-trust',
  title: 'The certificate chains to a trust store of the role',
  why: 'A client that finds no path to a trusted root warns its user or ends the connection.',
  citation: rfc(5280, '6.1'),
  faults: pathFaults,
  needs: ['trust', 'presented', 'publicStore', 'validation'],
  judge: ({ trust, presented, publicStore, validation: { checkLink, purpose } }) => {
    // A path is searched for a leaf that decodes only.
    const leaf = presented[0]?.certificate;
    if (leaf?.ok === false) {
      return fail('undecodable', {
        title: 'The certificate cannot be decoded',
        detail: leaf.error.message,
        expected: 'a path to a trusted root',
        observed: 'undecodable',
      });
    }
    if (trust.length === 0) return undetermined('not-declared', 'No trust store is declared for this endpoint.');
    const lists = groupByList(trust);
    const lacking = lists.filter(([, stores]) => !stores.some(({ result }) => result.ok));
    const expected = lists.map(([list, stores]) => listText(list, stores)).join('; ');
    if (lacking.length === 0) {
      const reached = trust.filter(({ result }) => result.ok).map(({ store }) => store.name);
      return pass(`Trusted: the path leads to ${joinWords([...new Set(reached)])}.`, {
        expected,
        observed: reached.join(', '),
      });
    }
    const error = mostSpecific(lacking.flatMap(([list]) => trust.filter((each) => each.list === list)));
    const stores = joinWords(lacking.map(([list, each]) => listText(list, each)));
    if (error.kind === 'unsupported-signature-algorithm' && error.reachesAnchor) {
      return undetermined(
        'unsupported-algorithm',
        `Inconclusive: the path to ${stores} has a signature that cannot be verified here. ${error.message}`,
        { expected },
      );
    }
    const seen = { expected, observed: error.kind };
    const { kind } = error;
    const isSelfMade = (certificate: Certificate): boolean => checkLink(certificate, certificate.publicKey) === 'valid';
    const isForged = kind === 'bad-signature';
    if (leaf !== undefined && (!error.reachesAnchor || isForged) && isSelfMade(leaf.value)) {
      // By its own key, whatever its issuer field says.
      return fail('self-signed', {
        ...seen,
        title: `Self-signed certificate ${shortNameOf(leaf.value)}`,
        detail: `It is not in the trust store ${stores}.${otherIssuerNote(leaf.value)}`,
      });
    }
    if (isForged && error.certificate !== undefined && isSelfMade(error.certificate)) {
      // A root whose name is that of an anchor: the CA has a new key, or somebody took its name.
      return fail('root-not-trusted', {
        ...seen,
        title: `Not trusted: the root ${shortNameOf(error.certificate)} is not in ${stores}`,
        detail: `The store has a root of that name with a different key.${otherIssuerNote(error.certificate)}`,
        certificate: error.certificate,
      });
    }
    if (kind === 'unknown-issuer' || kind === 'unsupported-signature-algorithm') {
      const { fault, ...diagnosis } = diagnoseUnknownIssuer(error, { stores, publicStore, checkLink });
      return fail(fault, { ...seen, ...diagnosis });
    }
    // `revocation-status` judges that; the search is not asked.
    if (kind === 'revocation') throw new Error('a path was refused for its revocation, which was not asked for');
    return fail(kind, {
      ...seen,
      title: `Not trusted: ${withoutFullStop(error.message)}`,
      detail: `This applies to every path to ${stores}.`,
      ...(kind === 'forbidden-signature-algorithm' && error.certificate !== undefined
        ? { remedy: signatureRemedy(describeSignatureAlgorithm(error.certificate.signatureAlgorithm)) }
        : {}),
      ...(kind === 'extended-key-usage' && purpose !== undefined && purpose !== serverAuth
        ? { remedy: `Reissue that certificate with the extended key usage ${usageText(purpose)}.` }
        : {}),
      ...(error.certificate === undefined ? {} : { certificate: error.certificate }),
    });
  },
});

/** Of a certificate that its own key signed. */
function otherIssuerNote(certificate: Certificate): string {
  if (isSelfIssued(certificate)) return '';
  return ` It names ${quoteText(certificate.issuer.text)} as its issuer, but its own key signed it.`;
}

function groupByList(trust: readonly StoreTrust[]): readonly (readonly [string | null, readonly StoreTrust[]])[] {
  const lists = [...new Set(trust.map(({ list }) => list))];
  return lists.map((list) => [list, trust.filter((entry) => entry.list === list)]);
}

function listText(list: string | null, stores: readonly StoreTrust[]): string {
  const names = stores.map(({ store }) => store.name).join(' or ');
  return list === null ? names : `${names} (trust list ${list})`;
}

function mostSpecific(stores: readonly StoreTrust[]): PathError {
  const errors = stores.flatMap(({ result }) => (result.ok ? [] : [result.error]));
  const [first, ...rest] = errors;
  if (first === undefined) throw new Error('a trust list without a path has an error for each store');
  return rest.reduce((best, error) => (pathErrorRank[error.kind] > pathErrorRank[best.kind] ? error : best), first);
}

function withoutFullStop(sentence: string): string {
  return sentence.endsWith('.') ? sentence.slice(0, -1) : sentence;
}
