import { Composer, type Document, Lexer, Parser } from 'yaml';

import { maxDepth } from '../../model/json-faults.ts';
import { err, ok, type Result } from '../../model/result.ts';

/** A list of some 25,000 targets: the package needs some 12 µs and a kilobyte for each token. */
const maxCharacters = 16_777_216;
const maxTokens = 400_000;

/** A block of YAML in a list in a mapping takes up to three places on the parser's stack, a flow as many as its brackets. */
const maxStack = 4 * maxDepth;

/** The documents of a text; a clause if it is too large or too deep. Their errors are in them. */
export function composeYaml(text: string): Result<readonly Document.Parsed[], string> {
  const tooLarge = 'is too large for YAML; write a file of this size in JSON, without comments and trailing commas';
  if (text.length > maxCharacters) return err(tooLarge);
  const parser = new Parser();
  const tokens = [];
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    // Every escape in double quotes may be an error, which costs as much as a token.
    count += 1 + (lexeme.startsWith('"') ? lexeme.split('\\').length - 1 : 0);
    if (count > maxTokens) return err(tooLarge);
    for (const token of parser.next(lexeme)) tokens.push(token);
    // The composer recurses, and at the end of its stack the process may end with it.
    if (parser.stack.length > maxStack) return err(`is nested deeper than ${maxDepth} levels`);
  }
  for (const token of parser.end()) tokens.push(token);
  // `uniqueKeys` would compare each key with all others.
  const composer = new Composer({ schema: 'core', uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  return ok([...composer.compose(tokens, true, text.length)] as readonly Document.Parsed[]);
}
