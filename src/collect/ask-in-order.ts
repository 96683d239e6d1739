import { type EvidenceTrail, isHttp, type PointerUse } from './evidence-trail.ts';

/** Places that offer one document, in order, and how they are asked. */
export interface OrderedQuestion<T> {
  readonly use: PointerUse;
  readonly urls: readonly string[];
  /** What a place answered, as far as it can be read: nothing, or several answers if it was asked in several ways. */
  readonly ask: (url: string) => Promise<readonly T[]>;
  /** Whether an answer leaves nothing to ask for. Called only if there are other places. */
  readonly settles: (answer: T) => boolean;
}

/** One answer, and the pointer that led to it. */
export interface OrderedAnswer<T> {
  readonly url: string;
  readonly value: T;
}

/** Places for one document that are dialed. AD CS writes two (ldap, http) by default. */
const MAX_URLS = 4;

/** Pointers of other schemes that are put on record for one document. */
const MAX_OTHER_POINTERS = 4;

/**
 * Asks one place after the other until an answer settles the question; one that can be read and settles nothing (out of date, of
 * another key, about another certificate) is kept, and the next place is asked. Pointers of other schemes than HTTP are put on
 * record in any case.
 */
export async function askInOrder<T>(
  { use, urls, ask, settles }: OrderedQuestion<T>,
  trail: EvidenceTrail,
): Promise<readonly OrderedAnswer<T>[]> {
  const dialed = urls.filter(isHttp);
  for (const url of urls.filter((each) => !isHttp(each)).slice(0, MAX_OTHER_POINTERS)) await ask(url);
  const answers: OrderedAnswer<T>[] = [];
  for (const [index, url] of dialed.entries()) {
    if (index === MAX_URLS) {
      trail.leaveOut(use, url, `at most ${MAX_URLS} of the ${dialed.length} URLs for one document are tried`);
      break;
    }
    const values = await ask(url);
    answers.push(...values.map((value) => ({ url, value })));
    if (index < dialed.length - 1 && values.some(settles)) break;
  }
  return answers;
}
