import type { Failure } from '../../model/failure.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { alternativeIpAddresses, hostNames } from '../names/certificate-names.ts';
import { rfc } from '../citations.ts';
import type { Evidence } from '../evidence.ts';
import { quoteText } from '../../pki/name-of.ts';
import { defineCheck } from '../define-check.ts';
import { fail, type Judgement, notApplicable, pass, undetermined } from '../judgement.ts';
import { listValues } from '../join-words.ts';

const why =
  'Old clients, such as Internet Explorer on Windows XP and servers of that time, send no SNI and cannot connect.';
const remedy =
  'Make the certificate that is sent with SNI the default of the address and port, or give the site an address of its own.';

/** Without SNI the server presents the same names. The message shows whether it refuses or presents another leaf. */
export const defaultCertificate = defineCheck({
  id: 'default-certificate',
  title: 'Clients without SNI get a certificate with the same names',
  why,
  citation: rfc(6066, '3 (server_name is optional for clients); the same names for the others are an inference'),
  faults: {
    'other-names': {
      title: 'Clients without SNI get a certificate with different names',
      why,
      remedy,
      subject: 'service',
    },
    refused: {
      title: 'Clients without SNI are refused',
      why,
      remedy: 'Make the certificate that is sent with SNI the default of the address and port.',
      subject: 'service',
    },
    undecodable: {
      title: 'Clients without SNI get a certificate that cannot be decoded',
      why,
      remedy,
      subject: 'service',
    },
    'made-on-demand': {
      title: 'The server presents a certificate for any name that is asked for',
      why: 'Something on the way makes certificates while clients connect: it decrypts the traffic, and its CA signs for every name.',
      remedy: 'Find the proxy or appliance that intercepts TLS here, and exempt this server or remove it.',
      subject: 'service',
      citation: rfc(
        8446,
        '4.4.2.2 (the certificate is chosen by server_name); that it is made on demand is an inference',
      ),
    },
  },
  needs: ['leaf', 'observation', 'withoutServerName', 'withWrongServerName'],
  judge: ({ leaf, observation, withoutServerName, withWrongServerName: wrong }) => {
    const onDemand = wrong && judgeOnDemand(wrong);
    if (onDemand !== undefined) return onDemand;
    const judgement = judgeWithoutServerName({ leaf, observation, withoutServerName });
    const said = wrong && describeWrongName(leaf, wrong);
    return said === undefined ? judgement : { ...judgement, message: `${judgement.message} ${said}`.trim() };
  },
});

type WrongNameAnswer = NonNullable<Evidence['withWrongServerName']>;

/** The fault of a certificate for a name that no one can own (RFC 6761 §6.4); undefined: there is none. Another name may be the server's after all. */
function judgeOnDemand(wrong: WrongNameAnswer): Judgement<'made-on-demand'> | undefined {
  const { serverName } = wrong;
  const first = 'failure' in wrong ? undefined : wrong.certificates[0]?.certificate;
  if (first?.ok !== true || !serverName.endsWith('.invalid')) return undefined;
  if (!hostNames(first.value).includes(serverName)) return undefined;
  return fail('made-on-demand', {
    title: `The server has a certificate for ${serverName}, a name that no one can own`,
    detail: `It was issued by ${quoteText(first.value.issuer.text)}.`,
    expected: `no certificate for ${serverName}`,
    observed: listValues(namesOf(first.value)),
    certificate: first.value,
  });
}

/** What the server does with a name that it does not have: both are right (RFC 6066 §3). */
function describeWrongName(leaf: Certificate, wrong: WrongNameAnswer): string {
  const asked = `Asked for ${wrong.serverName}, which it does not have, the server`;
  if ('failure' in wrong) return `${asked} sends no certificate: ${wrong.failure.message}`;
  const other = wrong.certificates[0]?.certificate;
  if (other?.ok !== true) return `${asked} sends a certificate that cannot be decoded.`;
  if (other.value.sha256 === leaf.sha256) return `${asked} sends the same certificate.`;
  return `${asked} sends a certificate for ${listValues(namesOf(other.value))}.`;
}

function judgeWithoutServerName({
  leaf,
  observation,
  withoutServerName: answer,
}: Pick<Evidence, 'leaf' | 'observation' | 'withoutServerName'>): Judgement<'other-names' | 'refused' | 'undecodable'> {
  if (answer === undefined) {
    if (observation.handshake?.serverName === null) {
      return notApplicable('no-server-name-sent', 'No SNI was sent, so this is the default certificate.');
    }
    return undetermined(
      'not-dialled',
      'No connection without SNI was made. Scan with --sni-probe to see the default certificate.',
    );
  }
  const expected = listValues(namesOf(leaf));
  if ('failure' in answer) return judgeFailure(answer.failure, expected);
  const other = answer.certificates[0]?.certificate;
  if (other?.ok !== true) {
    const title = 'Without SNI the server sends a certificate that cannot be decoded';
    return fail('undecodable', { title, expected, observed: 'undecodable' });
  }
  return judgeOther(leaf, other.value, expected);
}

function judgeFailure({ stage, kind, message }: Failure, expected: string): Judgement<'refused'> {
  if (stage === 'tls' && serverErrors.has(kind)) {
    return fail('refused', {
      title: 'Without SNI the server refuses to connect',
      detail: message,
      expected,
      observed: 'refused',
    });
  }
  return undetermined('unreachable', `Not seen: the connection without SNI failed. ${message} Scan again.`, {
    expected,
  });
}

/** Failures by which a server refuses, in contrast to those of a network. */
const serverErrors: ReadonlySet<Failure['kind']> = new Set([
  'alert',
  'closed',
  'reset',
  'not-tls',
  'protocol',
  'limit',
]);

function judgeOther(leaf: Certificate, other: Certificate, expected: string): Judgement<'other-names'> {
  const observed = listValues(namesOf(other));
  if (other.sha256 === leaf.sha256)
    return pass('Without SNI the server sends the same certificate.', { expected, observed });
  if (namesOf(leaf).sort().join() === namesOf(other).sort().join()) {
    return pass('Without SNI the server sends a different certificate with the same names.', { expected, observed });
  }
  return fail('other-names', {
    title: `Without SNI the server sends a certificate for ${observed}`,
    expected,
    observed,
  });
}

function namesOf(certificate: Certificate): string[] {
  return [...hostNames(certificate), ...alternativeIpAddresses(certificate)];
}
