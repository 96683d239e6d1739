import type { Handshake } from '../model/handshake.ts';
import type { Dialled } from './dial.ts';
import { judgeKeyPossession } from './key-possession.ts';

/** The handshake as observations keep it; null where no ServerHello was seen. */
export function describeHandshake({ result, profile, serverName, durationMs }: Dialled): Handshake | null {
  if (result?.serverHello === undefined) return null;
  const { certificateRequest } = result;
  return {
    ...result.serverHello,
    profile,
    serverName: serverName ?? null,
    keyExchange: result.keyExchange,
    flightComplete: result.flightComplete,
    ...judgeKeyPossession(result),
    certificateRequest:
      certificateRequest === undefined
        ? null
        : {
            certificateTypes: [...certificateRequest.certificateTypes],
            signatureSchemes: [...certificateRequest.signatureSchemes],
            authorities: [...certificateRequest.authorities],
            authoritiesBytes: certificateRequest.authoritiesBytes,
          },
    staples: [...result.staples],
    signedCertificateTimestamps: [...result.signedCertificateTimestamps],
    warningAlerts: [...result.warningAlerts],
    durationMs,
  };
}
