import { decodeSiteAnswer, type SiteAnswer } from '../model/site-messages.ts';
import type { TakenResult } from './contract.ts';
import { maxResultBytes } from './message-bounds.ts';
import { isSignedBy } from './signatures.ts';

/** Why an answer was not used. */
type Unused =
  | 'oversized'
  | 'unreadable'
  /** Of another run, or of another site than the engine says. */
  | 'misplaced'
  | 'unsigned'
  /** Its endpoints have been answered, or were given up. */
  | 'repeated'
  | 'unusable';

export interface AnswerReaderOptions {
  readonly run: string;
  readonly keys: ReadonlyMap<string, Uint8Array> | undefined;
  readonly onDisbelieved: (site: string) => void;
}

/** Reads what comes off the queue, which is hostile input: nothing of it breaks the run, and what is not used is counted. */
export interface AnswerReader {
  /** Undefined: it is not used, and was counted. */
  readonly read: (taken: TakenResult) => SiteAnswer | undefined;
  readonly count: (why: Unused) => void;
  readonly notices: () => readonly string[];
}

export function createAnswerReader({ run, keys, onDisbelieved }: AnswerReaderOptions): AnswerReader {
  const counts = new Map<Unused, number>();
  const count = (why: Unused): void => void counts.set(why, (counts.get(why) ?? 0) + 1);
  const refuse = (why: Unused): undefined => {
    count(why);
    return undefined;
  };
  return {
    count,
    read: ({ body, site, signature }) => {
      if (body.length > maxResultBytes) return refuse('oversized');
      const key = keys?.get(site);
      if (key !== undefined && !isSignedBy(body, signature, key)) {
        onDisbelieved(site);
        return refuse('unsigned');
      }
      const answer = decodeSiteAnswer(parseJson(body));
      if (!answer.ok) return refuse('unreadable');
      return answer.value.run === run && answer.value.site === site ? answer.value : refuse('misplaced');
    },
    notices: () =>
      [...counts].flatMap(([why, number]) =>
        why === 'repeated'
          ? []
          : [`${number} ${number === 1 ? 'answer' : 'answers'} of workers ${describe(why, number)}`],
      ),
  };
}

function describe(why: Exclude<Unused, 'repeated'>, number: number): string {
  const was = number === 1 ? 'was' : 'were';
  switch (why) {
    case 'oversized':
      return `${was} refused: larger than ${maxResultBytes} bytes.`;
    case 'unreadable':
      return `${was} refused: not in the format of this version. Run the same version at all sites, and see who may write to the broker.`;
    case 'misplaced':
      return `${was} refused: of another run or site than the broker says. See who may write to the broker.`;
    case 'unsigned':
      return `${was} not believed: not signed by the key that the targets name for the site. Check --sign-key of its worker, and who may write to the broker.`;
    case 'unusable':
      return `could not be used. Run the same version at all sites.`;
  }
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
  } catch {
    return undefined;
  }
}
