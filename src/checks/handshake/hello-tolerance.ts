import type { Attempt, Handshake } from '../../model/handshake.ts';
import { type HelloProfile, helloProfiles } from '../../model/vocabulary.ts';
import { quoteText } from '../../pki/name-of.ts';
import { rfc } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { fail, notApplicable, pass, undetermined } from '../judgement.ts';
import { failureText } from './failure-text.ts';
import { isRefusedForParameters } from './refused-for-parameters.ts';

const why = 'Browsers of today do not fall back to a hello that offers less: they show an error.';

/**
 * The hello of a modern client is answered. If it is not, a later hello tells which part of it the server does not bear. With
 * `--handshake fast` it is not the first hello, and is not sent if the first one is answered.
 */
export const helloTolerance = defineCheck({
  id: 'hello-tolerance',
  title: 'The server answers the hello of a modern client',
  why,
  citation: rfc(
    8446,
    '4.1.2 and 9.3 (servers ignore what they do not know in a hello), and D.2 (negotiation with older clients)',
  ),
  faults: {
    'not-answered': {
      title: 'The server does not answer the hello of a modern client',
      why,
      remedy:
        'Scan again to rule out a passing fault, then update the TLS software of the server or of the device in front of it.',
      subject: 'service',
    },
    'nothing-in-common': {
      title: 'The server finds nothing in common with the hello of a modern client',
      why,
      remedy:
        'Enable a key exchange group, cipher suite and signature algorithm of current browsers (x25519 or secp256r1, AES-GCM), or update TLS software that refuses TLS 1.3 itself.',
      subject: 'service',
    },
  },
  needs: ['handshake', 'observation'],
  judge: ({ handshake, observation: { attempts, endpoint } }) => {
    if (endpoint.keyType !== null) {
      return notApplicable('further-key-type', 'The endpoint without a key type has the answer.');
    }
    // It was sent twice if the server refused its application protocols, which browsers do not insist on.
    const modern = attempts.findLast(({ profile }) => profile === 'modern');
    if (modern === undefined) {
      return undetermined(
        'not-asked',
        'The hello of a modern client was not sent. Scan without --handshake fast to see whether it is answered.',
      );
    }
    const expected = 'an answer to the hello of a modern client';
    if (modern.failure === null || handshake.profile === 'modern') {
      return pass('The hello of a modern client was answered.', { expected, observed: 'answered' });
    }
    const how = failureText(modern.failure, modern.alert);
    return fail(isRefusedForParameters(modern) ? 'nothing-in-common' : 'not-answered', {
      title: `The hello of a modern client fails (${how}); only the hello ${handshake.profile} is answered`,
      detail: [
        quoteText(modern.failure.message),
        describeDifference(attempts, handshake),
        describeLength(attempts, handshake.profile),
        handshake.downgradeSentinel === null ? '' : 'Its answer is marked as a downgrade: it speaks a newer version.',
      ]
        .filter((sentence) => sentence !== '')
        .join(' '),
      expected,
      observed: how,
    });
  },
});

/** The hello with what the others have no room for stands beside those that offer less and less. */
type LadderProfile = Exclude<HelloProfile, 'rare'>;

const ladder: readonly LadderProfile[] = helloProfiles.filter((profile) => profile !== 'rare');

/** What each hello lacks that the one before it has. */
const leavesOut: Readonly<Record<LadderProfile, string>> = {
  modern: 'nothing',
  tls12:
    'the offer of TLS 1.3 (supported_versions, key_share, its cipher suites), extended_master_secret and the requests for a staple and for SCTs',
  'tls12-no-groups': 'the elliptic curves (supported_groups, ec_point_formats)',
  tls10: 'TLS 1.2 and signature_algorithms',
  'tls10-bare': 'every extension, the server name among them',
  'ssl30-bare': 'every version above SSL 3.0',
};

/** What the answered hello leaves out, against the last one that failed and offered more. */
function describeDifference(attempts: readonly Attempt[], { profile, cipherSuite, keyExchange }: Handshake): string {
  if (profile === 'rare') {
    const group = keyExchange.group === null ? '' : ` and the group ${keyExchange.group}`;
    return `The answered hello offers groups and suites that browsers lack. The server chose ${cipherSuite}${group}.`;
  }
  const richer = lastRicher(attempts, profile);
  if (richer === undefined) return '';
  const steps = ladder.slice(placeOf(richer.profile) + 1, placeOf(profile) + 1);
  const parts = steps.map((step) => leavesOut[step]).join('; ');
  return `The answered hello differs from the hello ${richer.profile}, which failed, in what it leaves out: ${parts}.`;
}

function placeOf(profile: HelloProfile): number {
  return (ladder as readonly HelloProfile[]).indexOf(profile);
}

/** Whether the length may be the reason: some devices drop hellos above 255 bytes, or those of more than one segment. */
function describeLength(attempts: readonly Attempt[], profile: HelloProfile): string {
  if (profile === 'rare') return '';
  const failed = lastRicher(attempts, profile)?.helloBytes;
  const answered = attempts.find((attempt) => attempt.profile === profile)?.helloBytes;
  if (failed === undefined || answered === undefined) return '';
  return failed === answered
    ? `Both have ${answered} bytes, so the length is not the reason.`
    : `The one that failed has ${failed} bytes, the answered one ${answered}.`;
}

function lastRicher(attempts: readonly Attempt[], answered: HelloProfile): Attempt | undefined {
  return attempts
    .filter(({ failure, profile }) => failure !== null && profile !== 'rare' && placeOf(profile) < placeOf(answered))
    .toSorted((a, b) => placeOf(b.profile) - placeOf(a.profile))[0];
}
