import { shortNameOf } from '../../pki/name-of.ts';
import { passUnlessOpen } from '../chain/open-path.ts';
import { baselineRequirements } from '../citations.ts';
import type { JudgedPath } from '../evidence.ts';
import { defineCheck } from '../define-check.ts';
import { sha512Note, withNote } from '../field-notes.ts';
import { fail, type Judgement, pass } from '../judgement.ts';
import { listValues, unique } from '../join-words.ts';
import type { RolePolicy } from '../../policy/policy.ts';
import type { SignatureAlgorithm } from '../../x509/keys/signature-algorithm.ts';
import { pssRemedy } from './signature-remedy.ts';
import {
  hasUnreadableParameters,
  isAllowed,
  isNamed,
  isUnknown,
  leaveOpen,
  listSigned,
  pathSignatures,
  type SignedCertificate,
} from './signed-with.ts';

/** No forbidden hash or scheme on the path, the anchor's own signature excepted. */
export const signatureAlgorithm = defineCheck({
  id: 'signature-algorithm',
  title: 'No certificate in the chain is signed with a forbidden algorithm',
  why: 'Signatures over broken hashes can be forged, and clients refuse them; some servers do not accept RSASSA-PSS.',
  citation: baselineRequirements('7.1.3.2 (signature algorithms); MD5: RFC 6151 §2'),
  fieldNote: sha512Note(),
  faults: {
    'forbidden-hash': {
      title: 'A certificate in the chain is signed with a forbidden hash',
      why: 'A certificate with a different name can be forged to match such a signature, so clients refuse it.',
      remedy: 'Have the CA reissue the certificate with a SHA-256 signature.',
      subject: 'certificate',
    },
    'forbidden-scheme': {
      title: 'A certificate in the chain is signed by a forbidden scheme',
      why: 'Peers of this kind do not support the scheme; with RSASSA-PSS, sign-in and call forwarding fail.',
      remedy: 'Have the CA sign with PKCS #1 v1.5 or ECDSA and reissue the certificate.',
      subject: 'certificate',
      citation: {
        document: 'Certificate infrastructure requirements for Lync Server 2013',
        section: 'Note on RSASSA-PSS; for earlier versions an inference',
        url: 'https://learn.microsoft.com/en-us/previous-versions/office/lync-server-2013/lync-server-2013-certificate-infrastructure-requirements',
      },
    },
    'not-allowed': {
      title: 'A certificate in the chain is signed with an algorithm that the role does not allow',
      why: 'Peers of this role support or accept no other algorithms.',
      remedy: 'Have the CA sign with an algorithm that the role allows and reissue the certificate.',
      subject: 'certificate',
    },
    'unreadable-parameters': {
      title: 'The parameters of a signature in the chain cannot be decoded',
      why: 'Clients that cannot determine the hash cannot verify the signature.',
      remedy: pssRemedy,
      subject: 'certificate',
    },
  },
  needs: ['path', 'thresholds', 'fieldNotes', 'demands'],
  judge: ({ path, thresholds: { forbiddenSignatureAlgorithms: forbidden }, fieldNotes, demands }) => {
    const signatures = pathSignatures(path);
    const note = fieldNotes.includes('sha-512') ? noteSha512(signatures) : undefined;
    return withNote(judgeSignatures(path, signatures, { forbidden, demands }), note);
  },
});

function judgeSignatures(
  path: JudgedPath,
  signatures: readonly SignedCertificate[],
  { forbidden, demands }: { readonly forbidden: readonly string[]; readonly demands: RolePolicy | undefined },
): Judgement<'forbidden-hash' | 'forbidden-scheme' | 'not-allowed' | 'unreadable-parameters'> {
  const allowed = demands?.allowedSignatureAlgorithms;
  const details = {
    expected: allowed === undefined ? `none of ${listValues(forbidden)}` : listValues(allowed),
    observed: listValues(unique(signatures.map(({ algorithm }) => algorithm.name))),
  };
  if (forbidden.length === 0 && allowed === undefined)
    return pass('The policy forbids no signature algorithm.', details);
  const bad = signatures.filter(({ algorithm }) => isNamed(algorithm, forbidden));
  const [first, ...others] = bad;
  if (first !== undefined) {
    const { certificate, algorithm } = first;
    const isHash = algorithm.hash !== undefined && forbidden.includes(algorithm.hash);
    return fail(isHash ? 'forbidden-hash' : 'forbidden-scheme', {
      title: `Forbidden signature algorithm (${algorithm.name}) in ${shortNameOf(certificate)}`,
      detail: [isHash ? '' : schemeNote(algorithm), others.length === 0 ? '' : `Also forbidden: ${listSigned(others)}.`]
        .filter((part) => part !== '')
        .join(' '),
      ...(algorithm.scheme === 'rsassa-pss' && !isHash ? { remedy: pssRemedy } : {}),
      certificate,
      ...(demands?.thresholds.forbiddenSignatureAlgorithms === undefined ? {} : { demand: 'signature' as const }),
      ...details,
    });
  }
  const [other, ...more] = signatures.filter(
    ({ algorithm }) => allowed !== undefined && !isUnknown(algorithm) && !isAllowed(algorithm, allowed),
  );
  if (other !== undefined && allowed !== undefined) {
    return fail('not-allowed', {
      title: `Signature algorithm ${other.algorithm.name} in ${shortNameOf(other.certificate)} is none that the role allows`,
      detail: `It allows ${listValues(allowed)}.${more.length === 0 ? '' : ` Nor are allowed: ${listSigned(more)}.`}`,
      certificate: other.certificate,
      demand: 'signature',
      ...details,
    });
  }
  const unreadable = signatures.find(({ certificate }) => hasUnreadableParameters(certificate));
  if (unreadable !== undefined) {
    const { certificate, algorithm } = unreadable;
    const title = `Undecodable signature parameters (${algorithm.name}) in ${shortNameOf(certificate)}`;
    return fail('unreadable-parameters', { title, certificate, ...details });
  }
  const open = signatures.filter(({ algorithm }) => isUnknown(algorithm));
  if (open.length > 0) return leaveOpen(open, details);
  return passUnlessOpen(path, 'No certificate in the chain is signed with a forbidden algorithm.', details);
}

/** A hash that is not forbidden is named beside the scheme, so its innocence is said. */
function schemeNote({ hash }: SignatureAlgorithm): string {
  return hash === undefined ? '' : `The scheme is forbidden, not its hash (${hash}).`;
}

/** The note on SHA-512, if one of them is signed with it. */
function noteSha512(signatures: readonly SignedCertificate[]): string | undefined {
  const signed = signatures.filter(({ algorithm }) => algorithm.hash === 'sha512');
  return signed.length === 0
    ? undefined
    : sha512Note(unique(signed.map(({ certificate }) => shortNameOf(certificate))));
}
