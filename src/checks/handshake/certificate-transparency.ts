import type { EndpointObservation } from '../../model/endpoint-observation.ts';
import type { Certificate } from '../../x509/certificate.ts';
import type { SignedCertificateTimestamp } from '../../x509/extensions/decode-sct-list.ts';
import { chromeTransparencyPolicy } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import type { UndeterminedReason } from '../evidence.ts';
import { dayMs, instantText } from '../instant-text.ts';
import { fail, notApplicable, pass, undetermined } from '../judgement.ts';
import { count } from '../join-words.ts';
import { unlessPublic } from '../chain/public-leaf.ts';
import { findListDefect, unusableListFaults } from './timestamp-list-defect.ts';
import { readTimestampLists, type TimestampList, type TimestampSource } from './timestamp-lists.ts';

const why = 'Chrome, Safari and Firefox refuse a public certificate without enough SCTs from different logs.';
const remedy = 'Have the CA log the certificate and reissue it with embedded SCTs.';
const notChecked =
  'Not checked, as it needs the log lists of the browsers: the signatures, and whether the logs are recognized and have different operators.';

/** Public leaves come with as many SCTs from different logs as browsers want; embedded, sent and stapled ones count together. */
export const certificateTransparency = defineCheck({
  id: 'certificate-transparency',
  title: 'A public certificate comes with enough SCTs',
  why,
  citation: chromeTransparencyPolicy('CT-Compliant Certificates'),
  faults: {
    'no-timestamps': {
      title: 'The public certificate comes without SCTs',
      why,
      remedy,
      subject: 'certificate',
    },
    'too-few-timestamps': {
      title: 'The public certificate comes with too few SCTs',
      why,
      remedy: 'Have the CA reissue the certificate with SCTs from more logs.',
      subject: 'certificate',
    },
    'same-log': {
      title: 'SCTs of the public certificate come from the same log',
      why: 'Browsers count logs: several SCTs from one log count as one.',
      remedy: 'Have the CA reissue the certificate with SCTs from different logs.',
      subject: 'certificate',
    },
    ...unusableListFaults,
  },
  needs: ['publicTrust', 'path', 'leaf', 'observation', 'staples', 'now'],
  judge: ({ publicTrust, path, leaf, observation, staples, now }) => {
    const other = unlessPublic(publicTrust, path);
    if (other !== undefined) return other;
    const lists = readTimestampLists({ observation, leaf, staples });
    const defect = findListDefect(lists);
    if (defect !== undefined) return defect;
    const rule = rules.findLast(({ from }) => leaf.notBefore.getTime() >= Date.parse(from));
    if (rule === undefined) {
      const message = `No browser wanted SCTs when the certificate was issued (${instantText(leaf.notBefore)}).`;
      return notApplicable('before-policy', message);
    }
    const wanted = rule.wanted(leaf);
    const latest = latestOf(leaf, now);
    const usable = (...sources: readonly TimestampSource[]) => logsOf(lists, sources, latest);
    const all = usable('certificate', 'handshake', 'ocsp');
    const expected = `SCTs from ${count(wanted, 'log')}`;
    const details = { expected, observed: `${count(all.timestamps, 'SCT')} from ${count(all.logs, 'log')}` };
    const seen = `The certificate comes with ${details.observed}`;
    if (all.logs >= wanted || usable('handshake', 'ocsp').logs >= wantedOfSent) {
      return pass(`${seen}, as many as browsers want. ${notChecked}`, details);
    }
    const unseen = whyUnseen(observation);
    if (unseen !== undefined) {
      const message = `${seen}; browsers want SCTs from ${wanted}. ${unseenTexts[unseen]}`;
      return undetermined(unseen, message, details);
    }
    const detail = [lifetimeText(leaf), ...uncountedText(all)].join(' ');
    if (all.timestamps === 0) {
      const title = `The public certificate comes without SCTs; browsers want them from ${count(wanted, 'log')}`;
      return fail('no-timestamps', { title, detail, ...details });
    }
    const title = `The public certificate comes with ${details.observed}; browsers want SCTs from ${wanted}`;
    return fail(all.timestamps >= wanted ? 'same-log' : 'too-few-timestamps', { title, detail, ...details });
  },
});

interface TransparencyRule {
  /** First notBefore it holds for, UTC. */
  readonly from: string;
  /** SCTs that are wanted of different logs. */
  readonly wanted: (leaf: Certificate) => number;
}

/** Chrome's CT policy; Apple's (support article 103214) wants no more. Oldest first. */
const rules: readonly TransparencyRule[] = [
  {
    from: '2018-05-01',
    wanted: (leaf) => {
      const months = monthsOf(leaf);
      if (months < 15) return 2;
      return months <= 27 ? 3 : months <= 39 ? 4 : 5;
    },
  },
  { from: '2022-04-15', wanted: ({ notBefore, notAfter }) => (spanMs(notBefore, notAfter) > longMs ? 3 : 2) },
];

/** Whatever the lifetime: the same policy, of SCTs that come by TLS extension or stapled OCSP answer. */
const wantedOfSent = 2;

/** Browsers take notAfter less notBefore, without the last second. */
const longMs = 180 * dayMs;

function spanMs(notBefore: Date, notAfter: Date): number {
  return notAfter.getTime() - notBefore.getTime();
}

function monthsOf({ notBefore, notAfter }: Certificate): number {
  const months =
    (notAfter.getUTCFullYear() - notBefore.getUTCFullYear()) * 12 + notAfter.getUTCMonth() - notBefore.getUTCMonth();
  return notAfter.getUTCDate() < notBefore.getUTCDate() ? months - 1 : months;
}

interface CountedTimestamps {
  /** Those that clients can use. */
  readonly timestamps: number;
  readonly logs: number;
  /** Of the future, or of a version that no client knows. */
  readonly uncounted: number;
}

function logsOf(lists: readonly TimestampList[], sources: readonly TimestampSource[], latest: Date): CountedTimestamps {
  const all = lists.flatMap(({ source, timestamps }) =>
    sources.includes(source) && timestamps.ok ? timestamps.value : [],
  );
  const usable = all.filter((each) => isUsable(each, latest));
  return {
    timestamps: usable.length,
    logs: new Set(usable.map(({ logId }) => logId)).size,
    uncounted: all.length - usable.length,
  };
}

function isUsable({ version, timestamp }: SignedCertificateTimestamp, latest: Date): boolean {
  return version === 0 && timestamp !== undefined && timestamp.getTime() <= latest.getTime();
}

/**
 * RFC 6962 §5.2: a client rejects timestamps of the future. CAs may date a certificate back by two days (CA/B Forum 7.1.2.7), so one
 * that is judged as of its first hours has timestamps of its future, which were there before the certificate was.
 */
function latestOf({ notBefore }: Certificate, now: Date): Date {
  return new Date(Math.max(now.getTime(), notBefore.getTime() + 2 * dayMs));
}

function lifetimeText({ notBefore, notAfter }: Certificate): string {
  const days = Math.ceil(spanMs(notBefore, notAfter) / dayMs);
  return `How many depends on the lifetime, here ${count(days, 'day')}.`;
}

function uncountedText({ uncounted }: CountedTimestamps): readonly string[] {
  if (uncounted === 0) return [];
  return [`Not counted: ${count(uncounted, 'SCT')} of the future or of a version that browsers do not know.`];
}

type Unseen = Extract<UndeterminedReason, 'not-dialled' | 'not-asked' | 'handshake-broke'>;

/** Why SCTs that the server sends beside the certificate were not seen; undefined: they would have been. */
function whyUnseen({ source, handshake }: EndpointObservation): Unseen | undefined {
  if (source !== 'network') return 'not-dialled';
  if (handshake === null || !handshake.flightComplete) return 'handshake-broke';
  // The other hellos leave out the requests for SCTs and for a stapled OCSP answer.
  return handshake.profile === 'modern' ? undefined : 'not-asked';
}

const unseenTexts: Readonly<Record<Unseen, string>> = {
  'not-dialled': 'A server can send further SCTs in the handshake; scan it to see them.',
  'not-asked': 'The hello that the server answered does not ask for further SCTs.',
  'handshake-broke': 'The handshake ended before all SCTs were seen.',
};
