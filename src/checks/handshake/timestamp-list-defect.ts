import { rfc } from '../citations.ts';
import type { Faults } from '../fault.ts';
import { fail, type Judgement, undetermined } from '../judgement.ts';
import type { TimestampList, TimestampSource } from './timestamp-lists.ts';

const why = 'Clients cannot read the SCTs, and count none of them.';
const citation = rfc(6962, '3.3');

type ListFault =
  | 'empty-list'
  | 'malformed-list'
  | 'malformed-timestamp'
  | 'unusable-list-sent'
  | 'unusable-list-stapled';

/** Lists of SCTs that are there and no list. */
export const unusableListFaults: Faults<ListFault> = {
  'empty-list': {
    title: 'The list of SCTs in the public certificate is empty',
    why: 'The CA did not log the certificate, or lost the SCTs; RFC 6962 allows no empty list.',
    remedy: 'Have the CA reissue the certificate with SCTs in its list.',
    subject: 'certificate',
    citation,
  },
  'malformed-list': {
    title: 'The list of SCTs in the public certificate is malformed',
    why,
    remedy: 'Have the CA reissue the certificate with a well-formed list of SCTs.',
    subject: 'certificate',
    citation,
  },
  'malformed-timestamp': {
    title: 'An SCT in the public certificate is malformed',
    why: 'Clients cannot use the SCT, and some discard the whole list.',
    remedy: 'Have the CA reissue the certificate with the SCTs as the logs returned them.',
    subject: 'certificate',
    citation: rfc(6962, '3.2'),
  },
  'unusable-list-sent': {
    title: 'The server sends SCTs that cannot be read',
    why,
    remedy: 'Correct the SCTs that the server is configured to send, or stop sending them.',
    subject: 'service',
    citation,
  },
  'unusable-list-stapled': {
    title: 'The stapled OCSP response has SCTs that cannot be read',
    why,
    remedy: 'Report the OCSP response to the CA, whose responder signs it.',
    subject: 'service',
    citation,
  },
};

/** What to answer where a list cannot be used, whatever the others have; undefined: all of them can be read. */
export function findListDefect(lists: readonly TimestampList[]): Judgement<ListFault> | undefined {
  for (const { source, timestamps } of lists) {
    if (!timestamps.ok && timestamps.error.kind === 'budget') return undetermined('limit', timestamps.error.message);
    if (!timestamps.ok) return unusable(source, 'malformed-list', 'malformed', timestamps.error.message);
    if (timestamps.value.length === 0) return unusable(source, 'empty-list', 'empty');
    const place = timestamps.value.findIndex(({ defect }) => defect !== undefined);
    const defect = timestamps.value[place]?.defect;
    if (defect !== undefined) return malformedTimestamp(source, place, defect);
  }
  return undefined;
}

const holders: Readonly<Record<TimestampSource, string>> = {
  certificate: 'in the public certificate',
  handshake: 'that the server sends',
  ocsp: 'in the stapled OCSP response',
};

function unusable(source: TimestampSource, own: ListFault, observed: string, detail = ''): Judgement<ListFault> {
  const title = `The list of SCTs ${holders[source]} is ${observed}`;
  return fail(faultOf(source, own), { title, detail, expected: 'a list of SCTs', observed: `${observed} list` });
}

function malformedTimestamp(source: TimestampSource, place: number, defect: string): Judgement<ListFault> {
  const title = `SCT ${place + 1} ${holders[source]} is malformed: ${defect}`;
  return fail(faultOf(source, 'malformed-timestamp'), {
    title,
    expected: 'well-formed SCTs',
    observed: `SCT ${place + 1} malformed`,
  });
}

function faultOf(source: TimestampSource, own: ListFault): ListFault {
  if (source === 'certificate') return own;
  return source === 'handshake' ? 'unusable-list-sent' : 'unusable-list-stapled';
}
