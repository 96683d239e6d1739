import { nearestWord } from './nearest-words.ts';
import { quote } from './problem.ts';
import { noStartTls, type StartTlsProtocol, startTlsProtocols } from './vocabulary.ts';

/** The protocol that a word names; undefined: none, or not one that there is. */
export function readStartTls(word: string): StartTlsProtocol | undefined {
  return startTlsProtocols.find((protocol) => protocol === word);
}

/** A clause if the word is neither a protocol that begins in plain text nor `none`; undefined: it is. */
export function unknownStartTls(word: string): string | undefined {
  if (word === noStartTls || readStartTls(word) !== undefined) return undefined;
  const nearest = nearestWord(word.toLowerCase(), startTlsProtocols);
  const next =
    nearest === undefined ? `use ${[...startTlsProtocols, noStartTls].join(', ')}` : `did you mean ${nearest}?`;
  return `unknown protocol before TLS ${quote(word)}; ${next}`;
}
