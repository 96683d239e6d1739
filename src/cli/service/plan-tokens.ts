import { createHash } from 'node:crypto';

import { jsonPath, type Problem } from '../../model/problem.ts';
import type { CallerRight, HttpConfig } from '../../model/service-http-config.ts';
import type { TokenCaller } from '../../service/http/http-plan.ts';
import type { ProcessContext } from '../process-context.ts';
import { readSecret } from './read-secret.ts';

type TokenConfig = NonNullable<HttpConfig['tokens']>[number];

const defaultRights: readonly CallerRight[] = ['read'];

/** A random token of 16 characters cannot be guessed at the rate that is answered. */
const minTokenLength = 16;
/** What may stand in a header (RFC 6750, b64token); other characters would arrive in different encodings. */
const tokenPattern = /^[\w.~+/-]+=*$/;

/** Reads who is let in by a token. Of a token only its digest is kept, and no message quotes one. */
export async function planTokens(
  tokens: readonly TokenConfig[],
  problems: Problem[],
  context: Pick<ProcessContext, 'environment'>,
): Promise<readonly TokenCaller[]> {
  const callers: TokenCaller[] = [];
  for (const [index, { name, token, rights = defaultRights }] of tokens.entries()) {
    const at = (field: string, message: string): void =>
      void problems.push({ path: jsonPath(['http', 'tokens', index, field]), message });
    if (callers.some((each) => each.name === name)) at('name', 'is the name of another token too; choose another one');
    const secret = await readSecret(token, context);
    const objection = secret.ok ? objectToToken(secret.value) : secret.error;
    if (objection !== undefined) at('token', objection);
    if (!secret.ok) continue;
    const digest = createHash('sha256').update(secret.value).digest();
    const same = callers.find((each) => digest.equals(each.digest));
    if (same !== undefined) at('token', `is the token of ${same.name} too; give each caller one of its own`);
    callers.push({ name, digest, rights });
  }
  return callers;
}

function objectToToken(token: string): string | undefined {
  if (token.length < minTokenLength) return `has ${token.length} characters; use ${minTokenLength} or more, at random`;
  return tokenPattern.test(token)
    ? undefined
    : 'has characters that a header cannot carry; use letters, digits and - . _ ~ + / only';
}
