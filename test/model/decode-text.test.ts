import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readLines } from '../../src/cli/input/read-lines.ts';
import { decodeText, textEncodingOf } from '../../src/model/decode-text.ts';

const text = 'im.contoso.com\r\nmünchen.contoso.com\r\n';
const little = Buffer.from(text, 'utf16le');
const mark = '\ufeff';

/** As Notepad, PowerShell 5 (`>`), PowerShell 7 and others write it. */
const forms: readonly (readonly [name: string, bytes: Buffer])[] = [
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with a mark', Buffer.from(mark + text)],
  ['UTF-16 with a mark', Buffer.from(mark + text, 'utf16le')],
  ['UTF-16, big end first, with a mark', Buffer.from(mark + text, 'utf16le').swap16()],
  ['UTF-16', little],
  ['UTF-16, big end first', Buffer.from(little).swap16()],
];

for (const [name, bytes] of forms) {
  test(`a text in ${name} is read, and in lines however it is cut`, async () => {
    assert.equal(decodeText(bytes), text);
    for (const size of [1, 2, 3, bytes.length]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      const seen: Uint8Array[] = [];
      const lines: string[] = [];
      for await (const line of readLines(toStream(chunks), (each) => seen.push(each))) lines.push(line);
      assert.deepEqual(lines, ['im.contoso.com', 'münchen.contoso.com']);
      assert.deepEqual(Buffer.concat(seen), bytes);
    }
  });
}

test('DER, an empty text and a single byte are not taken for UTF-16', () => {
  for (const bytes of [[0x30, 0x82, 0, 0], [0x30, 0x80], [], [0x61], [0xff]]) {
    assert.equal(textEncodingOf(Uint8Array.from(bytes)), 'utf-8');
  }
});

async function* toStream(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
