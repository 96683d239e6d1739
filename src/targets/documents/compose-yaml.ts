import { Composer, type Document, Lexer, Parser } from 'yaml';

import { maxDepth } from '../../model/json-faults.ts';
import type { Problem } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { positionAt } from './source-document.ts';

/** A list of some 25,000 targets: the package needs some 12 µs and a kilobyte for each token. */
export const maxCharacters = 16_777_216;
const maxTokens = 400_000;

/** A block of YAML in a list in a mapping takes up to three places on the parser's stack, a flow as many as its brackets. */
const maxStack = 4 * maxDepth;

export const tooLarge =
  'is too large for YAML; write a file of this size in JSON, without comments and trailing commas';

/** YAML 1.2.2 §5.7. */
const escapeSequence =
  /\\(?:[0abtnvfreN_LP "/\\\t\r\n]|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U00(?:0[\da-fA-F]|10)[\da-fA-F]{4})/g;

/** The documents of a text of at most `maxCharacters`; what is wrong if it is too large, too deep or not to be composed. Their errors are in them. */
export function composeYaml(text: string): Result<readonly Document.Parsed[], Problem> {
  const parser = new Parser();
  const tokens = [];
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    count += 1;
    if (count > maxTokens) return err({ path: '', message: tooLarge });
    // The composer makes an error of each, of which a text has room for millions.
    if (lexeme.startsWith('"') && lexeme.replace(escapeSequence, '').includes('\\')) {
      const message = 'has a backslash that begins no escape sequence; write a backslash within double quotes twice';
      return err({ path: '', message, position: positionAt(text, parser.offset) });
    }
    for (const token of parser.next(lexeme)) tokens.push(token);
    // The composer recurses, and at the end of its stack the process may end with it.
    if (parser.stack.length > maxStack) return err({ path: '', message: `is nested deeper than ${maxDepth} levels` });
  }
  for (const token of parser.end()) tokens.push(token);
  // `uniqueKeys` would compare each key with all others.
  const composer = new Composer({ schema: 'core', uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  return ok([...composer.compose(tokens, true, text.length)] as readonly Document.Parsed[]);
}
