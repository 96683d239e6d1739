import type { Presentation } from '../../../src/lab/tls-listener.ts';
import { type Contoso, mtlsPresentation, sslPresentation, urlNames } from '../contoso.ts';
import {
  downgraded,
  ellipticExchange,
  refuseTls13,
  rsaExport,
  type Script,
  unaskedExtension,
  withClockAt,
} from '../scripted/peers.ts';
import { type ServerFlight, writeAlert } from '../scripted/server-flight.ts';
import type { Listening, PlantedFault, Workshop } from './fault.ts';

/** Faults of a server, whatever certificate it has. */
export function connectionFaults(workshop: Workshop): readonly PlantedFault[] {
  const { contoso } = workshop;
  const { keys } = contoso;
  return [
    {
      name: 'protocol-version',
      listeners: { https: { by: 'openssl', presentation: sslPresentation(contoso), args: ['-tls1_1'] } },
      declare: () => ({ access: 'external' }),
    },
    {
      name: 'key-exchange-strength',
      // OpenSSL serves no group below 1,024 bits at any security level (Logjam); GnuTLS does.
      listeners: {
        https: {
          by: 'gnutls',
          presentation: sslPresentation(contoso),
          priority: 'NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+DHE-RSA:%PROFILE_VERY_WEAK',
          args: ['--disable-client-cert', '--dhparams', workshop.weakDhFile],
        },
      },
    },
    {
      name: 'key-exchange-strength export',
      listeners: { https: { by: 'script', script: rsaExport(sslPresentation(contoso)) } },
    },
    {
      name: 'secure-renegotiation',
      listeners: {
        https: {
          by: 'gnutls',
          presentation: sslPresentation(contoso),
          priority: 'NORMAL:-VERS-ALL:+VERS-TLS1.2:%DISABLE_SAFE_RENEGOTIATION',
          args: ['--disable-client-cert'],
        },
      },
    },
    {
      name: 'handshake',
      listeners: { https: { by: 'script', script: answersTls12(contoso, 'ServerKeyExchange') } },
    },
    {
      name: 'handshake after the proof',
      listeners: { https: { by: 'script', script: answersTls12(contoso, 'ServerHelloDone') } },
    },
    {
      name: 'handshake-conformance',
      listeners: { https: { by: 'script', script: unaskedExtension(sslPresentation(contoso)) } },
    },
    {
      name: 'hello-tolerance',
      listeners: {
        https: { by: 'script', script: refuseTls13(answersTls12(contoso), { kind: 'close' }) },
      },
    },
    {
      name: 'hello-tolerance nothing in common',
      listeners: {
        https: {
          by: 'script',
          script: refuseTls13(answersTls12(contoso), { kind: 'send', bytes: writeAlert(0x0303, 40) }),
        },
      },
    },
    {
      name: 'key-possession',
      listeners: { https: { by: 'script', script: ellipticExchange(sslPresentation(contoso), keys.mtls) } },
    },
    {
      name: 'protocol-downgrade',
      listeners: { https: { by: 'script', script: downgraded(sslPresentation(contoso)) } },
    },
    {
      name: 'default-certificate',
      listeners: {
        https: nginxByName(sslPresentation(contoso, { names: ['www.contoso.com'] }), sslPresentation(contoso)),
      },
    },
    {
      name: 'clock-skew',
      listeners: {
        https: { by: 'script', script: withClockAt(sslPresentation(contoso), () => Date.now() / 1000 - 7_200) },
      },
    },
    {
      name: 'client-certificate-request',
      listeners: {
        mtls: {
          by: 'gnutls',
          presentation: mtlsPresentation(contoso),
          priority: 'NORMAL',
          args: ['--disable-client-cert'],
        },
      },
    },
  ];
}

function answersTls12(contoso: Contoso, brokenBefore?: ServerFlight['brokenBefore']): Script {
  const presentation = sslPresentation(contoso);
  return ellipticExchange(presentation, presentation.key, brokenBefore);
}

function nginxByName(otherwise: Presentation, named: Presentation): Listening {
  return { by: 'nginx', site: { ...otherwise, byServerName: new Map(urlNames.map((name) => [name, named])) } };
}
