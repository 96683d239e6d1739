import type { Handshake } from '../model/handshake.ts';
import type { Dialled } from './dial.ts';
import { judgeKeyPossession } from './key-possession.ts';
import type { ReadLeafKey } from './leaf-keys.ts';

/** The handshake as observations keep it; null where no ServerHello was seen. */
export function describeHandshake(dialled: Dialled, readLeafKey: ReadLeafKey): Handshake | null {
  const { result, profile, serverName, durationMs } = dialled;
  if (result?.serverHello === undefined) return null;
  const { certificateRequest, clientCertificateSent } = result;
  return {
    ...result.serverHello,
    profile,
    serverName: serverName ?? null,
    keyExchange: result.keyExchange,
    flightComplete: result.flightComplete,
    ...judgeKeyPossession(result, readLeafKey),
    certificateRequest:
      certificateRequest === undefined
        ? null
        : {
            certificateTypes: [...certificateRequest.certificateTypes],
            signatureSchemes: [...certificateRequest.signatureSchemes],
            authorities: [...certificateRequest.authorities],
            authoritiesBytes: certificateRequest.authoritiesBytes,
          },
    ...(clientCertificateSent !== undefined && { clientCertificateSent }),
    staples: [...result.staples],
    signedCertificateTimestamps: [...result.signedCertificateTimestamps],
    warningAlerts: [...result.warningAlerts],
    durationMs,
  };
}
