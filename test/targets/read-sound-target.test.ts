import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseTargetObject } from '../../src/targets/parse-target-object.ts';
import { readSoundTarget } from '../../src/targets/read-sound-target.ts';
import { createRandom, type Random } from '../fuzz/random.ts';

const fields = ['host', 'port', 'address', 'serverName', 'role', 'policy', 'trust'];
const oddFields = ['prt', '__proto__', 'constructor', 'toString', 'Host', ''];
const values = ['"a.b"', '""', '443', '0', '65536', '1.5', '1e3', '"443"', 'null', 'true', '{}', '[]', '["mozilla"]'];
const words = ['"server"', '"nobody"', '"tls-server"', '"cwa-2007-r2"', '["a","b"]', '[1]', '[null]', '-0'];

/** Which value fits a field is left to chance: most lines are wrong somewhere. */
function randomLine(random: Random): string {
  const sound = ['"host":"www.contoso.com"', '"port":8443', '"address":"192.0.2.7"', '"trust":["mozilla"]'];
  const entries = Array.from({ length: random.below(4) }, () => {
    const field = random.onceIn(8) ? random.pick(oddFields) : random.pick(fields);
    return `"${field}":${random.pick([...values, ...words])}`;
  });
  const kept = sound.filter((_, index) => random.onceIn(index === 0 ? 1 : 2));
  const text = `{${[...kept, ...entries].join(',')}}`;
  return random.onceIn(20) ? random.pick([`[${text}]`, 'null', '7', '"host"', '[]', text.slice(1), '']) : text;
}

test('a line is sound where the schema finds nothing wrong in it, and reads as the schema reads it', () => {
  const random = createRandom('target lines');
  let sound = 0;
  for (let round = 0; round < 5_000; round += 1) {
    const line = randomLine(random);
    const read = readSoundTarget(line);
    const parsed = parseTargetObject(line);
    assert.equal(read !== undefined, parsed.ok, line);
    if (read === undefined || !parsed.ok) continue;
    assert.deepEqual(read, parsed.value, line);
    sound += 1;
  }
  assert.ok(sound > 500, `${sound} lines were sound`);
});
