import type { Handshake } from '../model/handshake.ts';
import type { Dialed } from './dial.ts';
import { judgeKeyPossession } from './key-possession.ts';
import type { ReadLeafKey } from './leaf-keys.ts';

/** The handshake as an observation has it; null if no ServerHello was seen. */
export function describeHandshake(dialed: Dialed, readLeafKey: ReadLeafKey): Handshake | null {
  const { result, profile, serverName, startTls, durationMs } = dialed;
  if (result?.serverHello === undefined) return null;
  const { applicationProtocol, certificateRequest, clientCertificateSent, serverHello } = result;
  const possession = judgeKeyPossession(result, readLeafKey);
  return {
    protocol: serverHello.protocol,
    offeredProtocol: serverHello.offeredProtocol,
    cipherSuiteCode: serverHello.cipherSuiteCode,
    cipherSuite: serverHello.cipherSuite,
    secureRenegotiation: serverHello.secureRenegotiation,
    downgradeSentinel: serverHello.downgradeSentinel,
    helloRetryRequest: serverHello.helloRetryRequest,
    serverTimeSeconds: serverHello.serverTimeSeconds,
    profile,
    serverName: serverName ?? null,
    keyExchange: result.keyExchange,
    flightComplete: result.flightComplete,
    ...possession,
    certificateRequest:
      certificateRequest === undefined
        ? null
        : {
            certificateTypes: [...certificateRequest.certificateTypes],
            signatureSchemes: [...certificateRequest.signatureSchemes],
            authorities: [...certificateRequest.authorities],
            authoritiesBytes: certificateRequest.authoritiesBytes,
          },
    ...(applicationProtocol !== undefined && { applicationProtocol }),
    ...(clientCertificateSent !== undefined && { clientCertificateSent }),
    staples: [...result.staples],
    signedCertificateTimestamps: [...result.signedCertificateTimestamps],
    warningAlerts: [...result.warningAlerts],
    ...(result.violations.length > 0 && { violations: [...result.violations] }),
    ...(startTls !== undefined && { startTls: describeStartTls(startTls) }),
    durationMs,
  };
}

/** Of what was injected, as much as a report can show. */
const maxInjectedBytes = 256;

function describeStartTls({ protocol, injected }: NonNullable<Dialed['startTls']>): NonNullable<Handshake['startTls']> {
  return { protocol, ...(injected.length > 0 && { injected: injected.slice(0, maxInjectedBytes) }) };
}
