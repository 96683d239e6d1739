import { err, ok, type Result } from '../../model/result.ts';

export interface PemBlock {
  /** Between `BEGIN` and the dashes, for instance `CERTIFICATE`. */
  readonly label: string;
  readonly der: Uint8Array;
  /** 1 for the first block of the text. */
  readonly index: number;
}

/** Why a block cannot be read. `message`: a whole sentence with the number of the block. */
export interface PemError {
  readonly kind: 'unterminated' | 'mismatched-label' | 'bad-base64';
  readonly message: string;
  /** The block's number, from 1. */
  readonly index: number;
}

const BEGIN = '-----BEGIN ';
const DASHES = '-----';

/**
 * Reads every PEM block of a text (RFC 7468, lax): text between blocks and RFC 1421 headers are skipped, lines may have any
 * length and line ending. One broken block is an error. A text without blocks is an empty list.
 */
export function decodePem(text: string): Result<readonly PemBlock[], PemError> {
  const blocks: PemBlock[] = [];
  for (let begin = findLine(text, BEGIN, 0); begin !== -1; ) {
    const block = readBlock(text, begin, blocks.length + 1);
    if (!block.ok) return block;
    blocks.push(block.value.block);
    begin = findLine(text, BEGIN, block.value.end);
  }
  return ok(blocks);
}

function readBlock(
  text: string,
  begin: number,
  index: number,
): Result<{ readonly block: PemBlock; readonly end: number }, PemError> {
  const labelStart = begin + BEGIN.length;
  const labelEnd = text.indexOf(DASHES, labelStart);
  const label = text.slice(labelStart, labelEnd);
  if (labelEnd === -1 || label.includes('\n')) {
    return err({ kind: 'unterminated', message: `The BEGIN line of PEM block ${index} is truncated.`, index });
  }
  const bodyStart = labelEnd + DASHES.length;
  const end = text.indexOf(DASHES, bodyStart);
  if (end === -1 || !text.startsWith('-----END ', end)) {
    return err({ kind: 'unterminated', message: `PEM block ${index} (${label}) has no END line.`, index });
  }
  const endLine = `-----END ${label}-----`;
  if (!text.startsWith(endLine, end)) {
    return err({
      kind: 'mismatched-label',
      message: `The END line of PEM block ${index} (${label}) has a different label.`,
      index,
    });
  }
  const der = decodeBase64(withoutHeaders(text.slice(bodyStart, end)));
  if (der === undefined) {
    return err({ kind: 'bad-base64', message: `PEM block ${index} (${label}) is not base64.`, index });
  }
  return ok({ block: { label, der, index }, end: end + endLine.length });
}

/** Position of the next occurrence at the start of a line, blanks before it allowed. */
function findLine(text: string, wanted: string, from: number): number {
  for (let at = text.indexOf(wanted, from); at !== -1; at = text.indexOf(wanted, at + wanted.length)) {
    let before = at - 1;
    while (text[before] === ' ' || text[before] === '\t') before -= 1;
    if (before < 0 || text[before] === '\n' || text[before] === '\r') return at;
  }
  return -1;
}

/** RFC 1421 §4.4: header lines, if any, end with an empty line. */
function withoutHeaders(body: string): string {
  if (!body.includes(':')) return body;
  const lines = body.split(/\r\n|\r|\n/);
  const lastHeader = lines.findLastIndex((line) => line.includes(':'));
  const gap = lines.findIndex((line, number) => number > lastHeader && line.trim() === '');
  return lines.slice(gap === -1 ? lastHeader + 1 : gap + 1).join('');
}

function decodeBase64(body: string): Uint8Array | undefined {
  const letters = body.replace(/\s+/g, '');
  if (letters.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(letters)) return undefined;
  return new Uint8Array(Buffer.from(letters, 'base64'));
}
