import type { PathErrorKind } from '../../pki/path/path.ts';
import type { Fault } from '../fault.ts';

/** Why a certificate is not trusted: an error of the path search, or what stands behind an issuer that was not found. */
type PathFault =
  | Exclude<PathErrorKind, 'unknown-issuer' | 'unsupported-signature-algorithm' | 'revocation'>
  | 'undecodable'
  | 'self-signed'
  | 'root-not-trusted'
  | 'issuer-not-found';

export const pathFaults: Readonly<Record<PathFault, Fault>> = {
  undecodable: fault(
    'The certificate cannot be decoded',
    'No client can build a path from it.',
    'Install a certificate that can be read.',
  ),
  'self-signed': fault(
    'The certificate is self-signed',
    'No CA vouches for it, so clients refuse it.',
    "Replace it with a certificate issued by a CA in the role's trust stores.",
  ),
  'root-not-trusted': fault(
    'The root is not trusted',
    'Clients refuse all certificates below a root that they do not know.',
    "Have the certificate issued by a CA in the role's trust stores, or add this root to them and to every client.",
  ),
  'issuer-not-found': fault(
    'The issuer of the certificate was not found',
    'Clients cannot build a path to a root they trust.',
    'Install the missing intermediate certificate on the server, or, if it is a root, add it to the trust stores.',
  ),
  'bad-signature': fault(
    'A signature in the chain does not verify',
    'Clients treat the certificate as forged.',
    'Install the issuer certificate whose key made the signature, or reissue the certificate.',
  ),
  'signature-algorithm-mismatch': fault(
    'A certificate names two different signature algorithms',
    'Clients reject the contradiction.',
    'Reissue the certificate.',
  ),
  'forbidden-signature-algorithm': fault(
    'A certificate is signed with an algorithm that clients of public CAs no longer accept',
    'Clients refuse the whole chain.',
    'Have the CA reissue the certificate, signed with RSA (PKCS #1 v1.5) or ECDSA and SHA-256.',
  ),
  'weak-key': fault(
    'A key in the chain is of a kind or size that public CAs may not certify',
    'Browsers refuse it.',
    'Reissue the certificate with an RSA key of 2048 bits or more, or an EC key on P-256 or P-384.',
  ),
  expired: fault(
    'A certificate in the chain has expired',
    'Every client refuses it.',
    'Renew the certificate and install the new one.',
  ),
  'not-yet-valid': fault(
    'A certificate in the chain is not valid yet',
    'Every client refuses it until then.',
    'Check the clocks of the CA and of this machine, or install the certificate later.',
  ),
  'distrusted-after': fault(
    'Browsers no longer trust the root for certificates issued after a certain date',
    'Browsers refuse it.',
    'Have the certificate issued by a different CA.',
  ),
  'not-a-ca': fault(
    'An issuer in the chain is not a CA',
    'No client accepts that.',
    'Have the certificate issued by a CA.',
  ),
  'path-length-exceeded': fault(
    'The chain has more CAs than its path length constraint allows',
    'Clients refuse it.',
    'Have the certificate issued by a CA higher up, or raise the path length of the CA.',
  ),
  'key-usage': fault(
    'A CA in the chain may not sign certificates',
    'Its key usage lacks keyCertSign, so clients refuse what it issued.',
    "Reissue the CA's certificate with keyCertSign.",
  ),
  'extended-key-usage': fault(
    'A certificate in the chain is not for servers',
    'Clients refuse it for a purpose that it excludes.',
    'Reissue that certificate with the EKU Server Authentication (1.3.6.1.5.5.7.3.1).',
  ),
  'name-constraints': fault(
    'A CA in the chain may not issue for this name',
    'Clients that read name constraints refuse the certificate.',
    'Reissue the certificate without that name, have it issued by a CA that may, or change the constraints of the CA.',
  ),
  'unhandled-critical-extension': fault(
    'A certificate in the chain has an unknown critical extension',
    'A client that does not know a critical extension has to refuse the certificate.',
    'Reissue the certificate without it.',
  ),
  'certificate-policies': fault(
    'The certificate policies required in the chain are not met',
    'Clients that process certificate policies refuse the chain.',
    'Reissue the certificate under the policies that the CA demands.',
  ),
  'malformed-extension': fault(
    'An extension in the chain cannot be decoded',
    'Clients that read it refuse the certificate.',
    'Reissue the certificate.',
  ),
  'profile-violation': fault(
    'A certificate in the chain breaks a rule of public CAs',
    'Browsers refuse it.',
    'Have the public CA reissue the certificate.',
  ),
  'budget-exceeded': fault(
    'The search for a path took too many steps',
    'Clients have such limits too.',
    'Send the leaf and its intermediates only.',
  ),
};

function fault(title: string, why: string, remedy: string): Fault {
  return { title, why, remedy, subject: 'certificate' };
}
