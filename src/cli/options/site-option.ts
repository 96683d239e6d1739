import type { Problem } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { noSite } from '../../model/site-declarations.ts';
import { wordSchema } from '../../model/word.ts';
import type { Arguments, Option } from '../command.ts';
import { problem } from '../problem.ts';

export const siteOption: Option = {
  kind: 'text',
  describe: 'the site where this machine is: what it connects to itself is reported as seen from there',
};

/** The site of this machine; undefined: not said. */
export function readSiteOption(args: Arguments): Result<string | undefined, Problem> {
  const text = args.text('site');
  if (text === undefined || (text !== noSite && wordSchema.safeParse(text).success)) return ok(text);
  const rule = 'use up to 64 of a-z, 0-9, "." and "-", beginning with a letter or digit, and not "none"';
  return err(problem(`${JSON.stringify(text)} is not the name of a site; ${rule}`, '--site'));
}
