import type { PathError, PathErrorKind } from '../../pki/path/path.ts';
import { pathErrorRank } from '../../pki/path/path-error-rank.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import type { StoreTrust } from '../evidence.ts';
import { failUnsorted, pass, undetermined } from '../judgement.ts';
import { joinWords } from '../join-words.ts';

/** A path to one of the role's stores; if the role has several trust lists, to one store of each. */
export const chainTrust = defineCheck({
  id: 'chain-trust',
  title: "The chain leads to an anchor the role's clients trust",
  why: 'A client without a path to a root it trusts warns its user or ends the connection.',
  citation: rfc(5280, '6.1'),
  faults: {
    unsorted: {
      title: "The chain leads to an anchor the role's clients trust",
      why: 'A client without a path to a root it trusts warns its user or ends the connection.',
      remedy:
        "Have the certificate issued by a CA in the role's trust stores, or roll the CA's root out to every client.",
      subject: 'certificate',
    },
  },
  needs: ['trust', 'presented'],
  judge: ({ trust, presented }) => {
    // A path is searched for a leaf that decodes only.
    const leaf = trust.length === 0 ? presented[0] : undefined;
    if (leaf?.certificate.ok === false) {
      return failUnsorted(
        `The certificate presented first cannot be decoded: ${leaf.certificate.error.message} No client can build a path from it. Install a readable certificate.`,
        { expected: 'a path to a trusted root', observed: 'undecodable' },
      );
    }
    if (trust.length === 0) return undetermined('not-declared', 'No trust store is named for this endpoint.');
    const lists = groupByList(trust);
    const lacking = lists.filter(([, stores]) => !stores.some(({ result }) => result.ok));
    const expected = lists.map(([list, stores]) => listText(list, stores)).join('; ');
    if (lacking.length === 0) {
      const reached = trust.filter(({ result }) => result.ok).map(({ store }) => store.name);
      return pass(`The chain leads to ${joinWords([...new Set(reached)])}.`, {
        expected,
        observed: reached.join(', '),
      });
    }
    const error = mostSpecific(lacking.flatMap(([list]) => trust.filter((each) => each.list === list)));
    const names = lacking.map(([list, stores]) => listText(list, stores));
    return failUnsorted(`There is no path to ${joinWords(names)}. ${error.message} ${advice[error.kind]}`, {
      expected,
      observed: error.kind,
    });
  },
});

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

/** Why it matters and what to do, for each way a path can fail. */
const advice: Readonly<Record<PathErrorKind, string>> = {
  'unknown-issuer':
    'Clients cannot link it to a root they trust. Send the missing intermediate, or trust the issuing CA.',
  'bad-signature':
    'Clients take it for forged. Send the issuer whose key really signed it, or reissue the certificate.',
  'unsupported-signature-algorithm':
    'It could not be verified, so it is not trusted. Reissue it with a common algorithm.',
  'signature-algorithm-mismatch': 'Clients reject the contradiction. Reissue the certificate.',
  'forbidden-signature-algorithm': 'Clients no longer accept it. Reissue the certificate with SHA-256.',
  'weak-key': 'Clients no longer accept such a key. Reissue the certificate with a larger one.',
  expired: 'Every client refuses it. Renew what has expired.',
  'not-yet-valid': 'Every client refuses it until then. Check the clocks of the CA and of this machine.',
  'distrusted-after': 'Browsers refuse it. Have the certificate issued by another CA.',
  'not-a-ca': 'No client accepts a certificate signed by one that is no CA. Have it issued by a CA.',
  'path-length-exceeded': 'The CA above allows fewer CAs below it. Have the certificate issued by a CA higher up.',
  'key-usage': 'The CA may not sign certificates by its own word. Reissue the CA certificate with keyCertSign.',
  'extended-key-usage': 'The path does not allow server authentication. Reissue the certificate that forbids it.',
  'name-constraints': 'A CA above may not issue for this name. Have the certificate issued by another CA.',
  'unhandled-critical-extension': 'A client that does not know a critical extension has to refuse it. Reissue without.',
  'certificate-policies': 'The policies demanded on the path are not met. Reissue the certificate under them.',
  'malformed-extension': 'Clients that read the extension refuse the certificate. Reissue it.',
  'profile-violation': 'Clients of the public web refuse it. Reissue the certificate by their rules.',
  revocation: 'Clients that look refuse a revoked certificate. Replace it, and its key where that was compromised.',
  'budget-exceeded': 'Clients have such limits too. Send only the certificates that the path needs.',
};
