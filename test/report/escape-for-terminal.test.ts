import assert from 'node:assert/strict';
import { test } from 'node:test';

import { escapeForTerminal } from '../../src/report/escape-for-terminal.ts';
import { escapeJson } from '../../src/report/data/escape-json.ts';

/** What a hostile certificate may call itself, and how a terminal gets to see it. */
const hostile: readonly (readonly [string, string, string])[] = [
  ['an ANSI colour', '\u001b[31mred', '\\u{1b}[31mred'],
  ['an 8-bit control sequence', '\u009b2J', '\\u{9b}2J'],
  ['an OSC that retitles the window', '\u001b]0;x\u0007', '\\u{1b}]0;x\\u{7}'],
  ['a newline and a carriage return', 'a\nb\rc', 'a\\u{a}b\\u{d}c'],
  ['a tab and a backspace', 'a\tb\b', 'a\\u{9}b\\u{8}'],
  ['NUL and DEL', '\u0000\u007f', '\\u{0}\\u{7f}'],
  ['a right-to-left override', 'contoso\u202Emoc', 'contoso\\u{202e}moc'],
  ['isolates and marks', '\u2066\u2069\u200e\u061c', '\\u{2066}\\u{2069}\\u{200e}\\u{61c}'],
  ['zero-width characters', 'a\u200bb\ufeffc\u00add', 'a\\u{200b}b\\u{feff}c\\u{ad}d'],
  ['line and paragraph separators', '\u2028\u2029', '\\u{2028}\\u{2029}'],
  ['tags', '\u{e0041}', '\\u{e0041}'],
  ['blanks that are no space', '\u00a0\u3000', '\\u{a0}\\u{3000}'],
  ['private use and unassigned', '\ue000\u{1fffe}', '\\u{e000}\\u{1fffe}'],
  ['a lone surrogate', '\ud800x', '\\u{d800}x'],
];

for (const [what, text, shown] of hostile) {
  test(`never lets ${what} through`, () => assert.equal(escapeForTerminal(text), shown));
}

test('leaves names of the world alone', () => {
  for (const text of ['CN=im.contoso.com,O=Contoso\\, Ltd.', 'Bücher é', 'Ελλάδα', '東京', 'العربية', '😀']) {
    assert.equal(escapeForTerminal(text), text);
  }
});

test('does not let a pile of combining marks climb over other lines', () => {
  assert.equal(escapeForTerminal(`a${'\u0300'.repeat(50)}b`), `a${'\u0300'.repeat(4)}\\u{...}b`);
});

test('escaping twice is escaping once', () => {
  for (const [, text] of hostile) {
    assert.equal(escapeForTerminal(escapeForTerminal(text)), escapeForTerminal(text));
  }
});

test('JSON that is shown on a terminal is as safe, and parses to the same value', () => {
  for (const [, text] of hostile) {
    const json = escapeJson(JSON.stringify({ text }));
    assert.deepEqual(JSON.parse(json), { text });
    assert.doesNotMatch(
      json,
      /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/u,
    );
  }
});
