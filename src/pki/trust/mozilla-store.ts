import type { Result } from '../../model/result.ts';
import type { TrustData } from '../../model/trust-data.ts';
import type { Certificate, DecodeError, Name } from '../../x509/certificate.ts';
import { decodeCertificate } from '../../x509/decode-certificate.ts';
import { readSubject } from '../../x509/read-subject.ts';
import type { TrustStore } from '../path/path.ts';
import { mozillaRoots } from './mozilla-roots.ts';
import { groupBySubject, lazy } from './trust-store.ts';

/** The name of the Mozilla store in trust lists and reports. */
export const mozillaStoreName = 'mozilla';

/** How the source of a Mozilla store begins: of one made here, and of one that an earlier version took from Node and saved. */
const sourcePrefix = 'Mozilla, NSS ';
const nodeSourcePrefix = 'Mozilla, as bundled with Node ';

/** A whole source of a store made here: a trust file may have a name that begins like one. */
const ownSource = /^Mozilla, NSS .+, (?:bundled$|from )/s;

/** Whether a store is Mozilla's, also one read back from a saved run. */
export function isMozillaStore({ source }: Pick<TrustStore, 'source'>): boolean {
  return ownSource.test(source) || source.startsWith(nodeSourcePrefix);
}

/** Which roots make the store. */
export interface MozillaStoreOptions {
  /** What the operator calls the store. Default: `mozilla`. */
  readonly name?: string;
  /** Default: the roots that come with this program. */
  readonly data?: TrustData;
  /** Where `data` was read from. */
  readonly file?: string;
}

/**
 * The Mozilla root store. Nothing is read before the first question, and a root is decoded when a path asks for it: a run needs
 * none, or a few of 121.
 */
export function createMozillaStore({
  name = mozillaStoreName,
  data = mozillaRoots,
  file,
}: MozillaStoreOptions = {}): TrustStore {
  const roots = lazy(() => data.roots.map(readRoot));
  const byFingerprint = lazy(() => new Map(roots().map((root) => [root.sha256, root])));
  const bySubject = lazy(() => groupBySubject(roots()));
  return {
    name,
    source: `${sourcePrefix}${data.version}, ${file === undefined ? 'bundled' : `from ${file}`}`,
    date: data.date,
    fingerprints: data.roots.map(({ sha256 }) => sha256),
    get anchors() {
      return roots().map(({ der }) => der);
    },
    distrustAfter: Object.fromEntries(
      data.roots.flatMap(({ sha256, distrustAfter }) => (distrustAfter === null ? [] : [[sha256, distrustAfter]])),
    ),
    findBySubject: (subject) => (bySubject().get(subject.key) ?? []).map(({ decode }) => decode()),
    findByFingerprint: (sha256) => byFingerprint().get(sha256)?.decode(),
  };
}

/** A root, decoded at most once. */
interface Root {
  readonly sha256: string;
  readonly der: Uint8Array;
  readonly subject: Name;
  readonly decode: () => Certificate;
}

/** Trust data was checked when it was read, so a root that cannot be read is a bug. */
function readRoot({ sha256, der: base64 }: TrustData['roots'][number]): Root {
  const der = rootDer(base64);
  const subject = readable(readSubject(der));
  return { sha256, der, subject, decode: lazy(() => readable(decodeCertificate(der))) };
}

/** The bytes of a root. */
export function rootDer(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

function readable<T>(read: Result<T, DecodeError>): T {
  if (!read.ok) throw new Error(`a root of the Mozilla store cannot be read: ${read.error.message}`);
  return read.value;
}

/** The greatest age of the list of roots that needs no notice. */
const maxAgeYears = 1;

/**
 * What a reader of a report has to know of a Mozilla store, judged as of `now`; undefined: nothing. The notice on stores that
 * earlier versions took from Node is the one they gave.
 */
export function mozillaStoreNotice(
  { source, date }: Pick<TrustStore, 'source' | 'date'>,
  now: Date,
): string | undefined {
  if (source.startsWith(nodeSourcePrefix)) {
    return 'The Mozilla store was taken from Node.js and has no distrust-after dates: a certificate issued after such a date is publicly trusted here, but not in a browser. The date of the store is that of its newest root.';
  }
  if (!source.startsWith(sourcePrefix) || date === null || now.getTime() <= yearsAfter(date, maxAgeYears))
    return undefined;
  const [adjective, advice] = source.endsWith(', bundled')
    ? ['bundled ', 'Update certmuster or use --trust-data FILE.']
    : ['', 'Use a newer file for --trust-data.'];
  return `The ${adjective}Mozilla roots (${date}) are more than a year old. ${advice}`;
}

/** The first instant of the day that is a number of years later. */
function yearsAfter(day: string, years: number): number {
  const date = new Date(day);
  return date.setUTCFullYear(date.getUTCFullYear() + years);
}
