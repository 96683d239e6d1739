import type { Check } from '../checks/define-check.ts';
import type { PathValidation, PresentedCertificate } from '../checks/evidence.ts';
import { type Judgement, undetermined } from '../checks/judgement.ts';
import { err } from '../model/result.ts';
import type { PathError } from '../pki/path/path.ts';
import type { Certificate } from '../x509/certificate.ts';
import type { Chain } from './chain-memory.ts';

/**
 * The checks that a certification request can answer: what it asks for is what they judge. Of the path, they see the key of the
 * request alone. Live servers answer the ones that need a handshake, and the rest has to wait for the certificate.
 */
const answered: ReadonlySet<string> = new Set([
  'name-match',
  'subject-name',
  'subject-name-ambiguous',
  'subject-alternative-names',
  'extended-key-usage',
  'extended-key-usage-excess',
  'key-usage',
  'key-usage-excess',
  'web-server-template',
  'certificate-template',
  'exportable-key',
  'key-type',
  'key-strength',
  'key-strength-margin',
  'known-weak-key',
  'wildcard-name',
  'server-side-demands',
]);

/** Undefined: the check can judge a request. */
export function judgeUnissued({ id, needs }: Check): Judgement | undefined {
  if (answered.has(id) || needs.includes('handshake') || needs.includes('withoutServerName')) return undefined;
  return undetermined('not-issued', 'Not judged: this is a request, and only the issued certificate shows it.');
}

/** A key on a path that ends there is judged; that issuers are not known is in the nature of a request. */
export function withoutIssuers(judgement: Judgement): Judgement {
  if (judgement.reason !== 'no-path') return judgement;
  const message =
    'This check found no fault in the key of the request. The keys of its issuers are known once the certificate is issued.';
  return { ...judgement, reason: 'not-issued', message };
}

function unissued(leaf: Certificate): PathError {
  const message = 'A request has no issuer yet.';
  return { kind: 'unknown-issuer', message, path: [leaf], reachesAnchor: false, certificate: leaf };
}

/** A request as evidence: a leaf without a chain, trust or anything to show in a report. */
export function gatherRequest(presented: readonly PresentedCertificate[], validation: PathValidation): Chain {
  const first = presented[0]?.certificate;
  const leaf = first?.ok === true ? first.value : undefined;
  return {
    evidence: {
      presented,
      leaf,
      links: undefined,
      trust: [],
      path: leaf && { certificates: [leaf], end: 'open' },
      publicTrust: leaf && err(unissued(leaf)),
    },
    validation,
    description: { chain: [], trust: [], issuers: [], publiclyTrusted: null },
    judgements: new Map(),
  };
}
