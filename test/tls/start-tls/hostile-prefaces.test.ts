import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { StartTlsProtocol } from '../../../src/model/vocabulary.ts';
import { createStartTls } from '../../../src/tls/start-tls/start-tls.ts';
import { seededBytes } from '../seeded.ts';
import { packetDialogues } from './packet-dialogues.ts';

/** Cuts, doubles, drops, and overwrites bytes, by numbers that are drawn. */
function spoil(bytes: Uint8Array, draw: (below: number) => number): Uint8Array {
  const spoiled = Array.from(bytes);
  for (let change = draw(4); change >= 0; change -= 1) {
    const at = draw(spoiled.length + 1);
    switch (draw(5)) {
      case 0:
        spoiled.splice(at, 1 + draw(4));
        break;
      case 1:
        spoiled.splice(at, 0, ...spoiled.slice(draw(at + 1), at).slice(0, 64));
        break;
      case 2:
        spoiled[at] = draw(256);
        break;
      case 3:
        spoiled[at] = [0x00, 0x3c, 0x3e, 0x26, 0x80, 0x84, 0xff][draw(7)] as number;
        break;
      default:
        spoiled.splice(at, 0, ...Array.from({ length: draw(9) }, () => draw(256)));
    }
  }
  return Uint8Array.from(spoiled);
}

const roundsEach = Number(process.env['CERTMUSTER_FUZZ_ROUNDS'] ?? 500);

for (const [index, { protocol, server: honest }] of packetDialogues.entries()) {
  test(`${protocol} (${index}): spoiled in any way and cut in any pieces, it is read without a throw and to one end`, () => {
    const random = seededBytes(`preface ${index}`);
    const draw = (below: number): number => {
      const [high = 0, low = 0] = random(2);
      return (high * 0x100 + low) % below;
    };
    for (let round = 0; round < roundsEach; round += 1) {
      const bytes = spoil(honest, draw);
      const outcomes = [bytes.length + 1, 1 + draw(7)].map((pieceBytes) => play(protocol, bytes, pieceBytes));
      // An injection depends on how the bytes arrive, the decision does not.
      assert.equal(outcomes[0], outcomes[1]);
    }
  });
}

function play(protocol: StartTlsProtocol, bytes: Uint8Array, pieceBytes: number): string {
  const preface = createStartTls({ protocol, host: 'contoso.test', clientName: undefined, localAddress: undefined });
  preface.start();
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    const step = preface.receive(bytes.subarray(start, start + pieceBytes));
    if (step.kind === 'failed') assert.match(step.failure.message, /^[A-Z].*\.$/s);
    if (step.kind !== 'more') return step.kind;
  }
  assert.ok(preface.progress().awaits.length > 0);
  return 'more';
}
