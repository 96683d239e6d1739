import type { Failure } from '../../model/failure.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { alternativeIpAddresses, hostNames } from '../names/certificate-names.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { failUnsorted, type Judgement, notApplicable, pass, undetermined } from '../judgement.ts';
import { listValues } from '../join-words.ts';

/** Without SNI the server presents the same names. The message shows whether it refuses or presents another leaf. */
export const defaultCertificate = defineCheck({
  id: 'default-certificate',
  title: 'Clients without SNI get a certificate with the same names',
  why: 'Internet Explorer on Windows XP, old devices and old servers of the day send no server name and get the default certificate.',
  citation: rfc(6066, '3 (server_name)'),
  faults: {
    unsorted: {
      title: 'Clients without SNI get a certificate with the same names',
      why: 'Internet Explorer on Windows XP, old devices and old servers of the day send no server name and get the default certificate.',
      remedy: 'Make this certificate the default of the address and port, or give the site an address of its own.',
      subject: 'service',
    },
  },
  needs: ['leaf', 'observation', 'withoutServerName'],
  judge: ({ leaf, observation, withoutServerName: answer }) => {
    if (answer === undefined) {
      if (observation.handshake?.serverName === null) {
        return notApplicable('no-server-name-sent', 'No server name was sent, so this is the default certificate.');
      }
      return undetermined('not-dialled', 'The server was not dialled without a server name.');
    }
    const expected = listValues(namesOf(leaf));
    if ('failure' in answer) return judgeFailure(answer.failure, expected);
    const other = answer.certificates[0]?.certificate;
    if (other?.ok !== true) {
      return failUnsorted(
        'Without a server name the server presents a certificate that cannot be decoded. Clients without SNI cannot use it. Make this certificate the default of the address.',
        { expected, observed: 'undecodable' },
      );
    }
    return judgeOther(leaf, other.value, expected);
  },
});

function judgeFailure({ stage, kind, message }: Failure, expected: string): Judgement<'unsorted'> {
  if (stage === 'tls' && serverErrors.has(kind)) {
    return failUnsorted(
      `Without a server name the server refuses: ${message} Clients that send none cannot connect. Give the address a default certificate.`,
      { expected, observed: 'refused' },
    );
  }
  return undetermined('unreachable', `Without a server name the server was not reached: ${message}`, { expected });
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

function judgeOther(leaf: Certificate, other: Certificate, expected: string): Judgement<'unsorted'> {
  const observed = listValues(namesOf(other));
  if (other.sha256 === leaf.sha256)
    return pass('Without a server name the same certificate is presented.', { expected, observed });
  if (namesOf(leaf).sort().join() === namesOf(other).sort().join()) {
    return pass('Without a server name another certificate with the same names is presented.', { expected, observed });
  }
  return failUnsorted(
    `Without a server name another certificate is presented, for ${observed}. Clients that send none get a name error. Make this certificate the default of the address.`,
    { expected, observed },
  );
}

function namesOf(certificate: Certificate): string[] {
  return [...hostNames(certificate), ...alternativeIpAddresses(certificate)];
}
