import { assertNever } from '../model/assert-never.ts';
import type { Handshake } from '../model/handshake.ts';
import type { KeyProof, ProbeResult } from '../tls/probe.ts';
import type { PublicKey } from '../x509/certificate.ts';
import { verificationCost } from '../x509/keys/verification-cost.ts';
import { verifyKeyProof } from '../x509/keys/verify-key-proof.ts';
import { exchangeMisfit } from './exchange-misfit.ts';
import type { ReadLeafKey } from './leaf-keys.ts';

export type Possession = Pick<Handshake, 'keyPossession' | 'keyPossessionReason' | 'keyPossessionOverLimit'>;

/**
 * Whether the server holds the leaf's key. A valid signature proves it even if the connection broke afterwards, because it
 * covers our own fresh random; in TLS 1.3 a wrong Finished disproves it all the same (RFC 8446 §4.4.4).
 */
export function judgeKeyPossession(result: ProbeResult, readLeafKey: ReadLeafKey): Possession {
  const possession = judgeProof(result, readLeafKey);
  if (result.finishedCorrect === false && possession.keyPossession !== 'wrong') {
    return wrong(`the server's Finished is wrong, in addition to: ${possession.keyPossessionReason}`);
  }
  return possession;
}

function judgeProof(result: ProbeResult, readLeafKey: ReadLeafKey): Possession {
  const { keyProof: proof, certificates, clientCertificateSent } = result;
  const leaf = certificates?.[0];
  switch (proof.kind) {
    case 'none': {
      if (proof.reason === 'broken' && clientCertificateSent !== undefined)
        return clientCertificateSent ? undeterminedWithCertificate : undeterminedWithoutCertificate;
      const misfit =
        result.flightComplete && leaf !== undefined ? exchangeMisfit(result, readLeafKey(leaf)) : undefined;
      return misfit === undefined ? absences[proof.reason] : wrong(misfit);
    }
    case 'finished':
      return proof.correct
        ? proven("the server's Finished, after an RSA key exchange")
        : wrong("the server's Finished is wrong");
    case 'invalid':
      return wrong(proof.message);
    case 'signature':
      return leaf === undefined ? undetermined('no certificate was seen') : judgeSignature(proof, readLeafKey(leaf));
    default:
      return assertNever(proof);
  }
}

const absences: Readonly<Record<Extract<KeyProof, { kind: 'none' }>['reason'], Possession>> = {
  'rsa-key-exchange': {
    keyPossession: 'not-proven',
    keyPossessionReason: 'an RSA key exchange carries no signature; use --prove-possession to complete it',
  },
  'unsigned-exchange': {
    keyPossession: 'not-proven',
    keyPossessionReason: 'this key exchange carries no signature',
  },
  broken: undetermined('the handshake ended before the proof'),
  'unsupported-exchange': undetermined('the proof of this key exchange cannot be read'),
};

/** The server requested a client certificate and ended the RSA key exchange before its Finished. */
const undeterminedWithCertificate = undetermined(
  'the server requested a client certificate and ended the handshake after it was sent',
);
const undeterminedWithoutCertificate = undetermined(
  'the server requested a client certificate and ended the handshake without one (use --client-cert)',
);

/**
 * Work for which a proof is not verified, in verifications with P-256: 7 ms. Keys in use cost 1 to 5, ML-DSA-87 60, RSA with 16,384 bits and
 * the longest exponent 67; past it is DSA with more than 7,000 bits, which is not in use.
 */
const maximumProofCost = 100;

/** From which cost on a proof is verified in a turn of its own: everything in general use costs less. */
const costlyProof = 10;

/** Whether verifying the proof takes so long that others should have their turn before. */
export function isCostlyProof({ keyProof, certificates }: ProbeResult, readLeafKey: ReadLeafKey): boolean {
  const leaf = certificates?.[0];
  if (keyProof.kind !== 'signature' || leaf === undefined) return false;
  const publicKey = readLeafKey(leaf);
  return publicKey !== undefined && verificationCost(publicKey, keyProof.signed.length) > costlyProof;
}

function judgeSignature(proof: Extract<KeyProof, { kind: 'signature' }>, publicKey: PublicKey | undefined): Possession {
  if (publicKey === undefined) return undetermined("the leaf's key cannot be read");
  const { scheme, signed, signature } = proof;
  const cost = Math.ceil(verificationCost(publicKey, signed.length));
  if (cost > maximumProofCost) {
    const reason = `verifying it with this key (${publicKey.kind}, ${publicKey.bits} bits) takes as much work as ${cost} signatures (P-256), more than the limit of ${maximumProofCost}`;
    return { ...undetermined(reason), keyPossessionOverLimit: true };
  }
  const verdict = verifyKeyProof({ publicKey, scheme, signed, signature });
  if (verdict.ok) {
    return verdict.value
      ? proven(`signature ${scheme.name}`)
      : wrong(`signature ${scheme.name} does not match the key of the leaf`);
  }
  switch (verdict.error.kind) {
    case 'mismatched-key':
      return wrong(verdict.error.message);
    case 'unsupported':
      return undetermined(verdict.error.message);
    default:
      return assertNever(verdict.error.kind);
  }
}

function proven(keyPossessionReason: string): Possession {
  return { keyPossession: 'proven', keyPossessionReason };
}

function wrong(keyPossessionReason: string): Possession {
  return { keyPossession: 'wrong', keyPossessionReason };
}

function undetermined(keyPossessionReason: string): Possession {
  return { keyPossession: 'undetermined', keyPossessionReason };
}
