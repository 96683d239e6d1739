import type { YAMLError } from 'yaml';

import type { Problem } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { blankComments, looksLikeJson } from './blank-comments.ts';
import { composeYaml, maxCharacters, tooLarge } from './compose-yaml.ts';
import { positionAt, type SourceDocument, sourceDocument } from './source-document.ts';
import { describeYamlError } from './yaml-errors.ts';
import { toPlainValue } from './yaml-value.ts';

/** One error of syntax brings others. */
const maxSyntaxProblems = 5;

/** Their places are looked for one by one. */
const maxErrorsRead = 100;

/** Reads one document in YAML, or in JSON with comments if it may be JSON. An error lists what made it unreadable. */
export function readYaml(
  written: string,
  { mayBeJson }: { readonly mayBeJson: boolean },
): Result<SourceDocument, readonly Problem[]> {
  if (written.length > maxCharacters) return err([{ path: '', message: tooLarge }]);
  const text = mayBeJson && looksLikeJson(written) ? blankComments(written) : written;
  const documents = composeYaml(text);
  if (!documents.ok) return err([documents.error]);
  const [document, second] = documents.value;
  // Nothing but comments.
  const isEmpty = document?.contents === null && document.errors.length === 0;
  if (document === undefined || isEmpty) return err([{ path: '', message: 'is empty' }]);
  const errors = [...document.errors, ...document.warnings];
  if (errors.length > 0) return err(syntaxProblems(text, errors));
  if (second !== undefined) {
    const [offset] = second.range;
    const message = 'a second document begins here (---); a file may hold one';
    return err([{ path: '', message, position: positionAt(text, offset) }]);
  }
  const { value, offsets, faults } = toPlainValue(document);
  const source = sourceDocument(text, { value, problems: faults, findOffsets: () => offsets });
  return faults.some(({ path }) => path === '') ? err(source.problems) : ok(source);
}

/** The first of each line. */
function syntaxProblems(text: string, errors: readonly YAMLError[]): readonly Problem[] {
  const isJson = looksLikeJson(text);
  const problems = new Map<number, Problem>();
  for (const error of mostTelling(errors.slice(0, maxErrorsRead))) {
    const position = positionAt(text, error.pos[0]);
    if (!problems.has(position.line))
      problems.set(position.line, { path: '', message: describeYamlError(error, isJson), position });
    if (problems.size === maxSyntaxProblems) break;
  }
  return [...problems.values()].sort((a, b) => (a.position?.line ?? 0) - (b.position?.line ?? 0));
}

/** Within brackets a missing comma makes a key out of two lines, which is not what is wrong. */
function mostTelling(errors: readonly YAMLError[]): readonly YAMLError[] {
  const isInFlow = errors.some(({ code }) => code === 'BLOCK_IN_FLOW');
  return isInFlow ? errors.filter(({ code }) => code !== 'MULTILINE_IMPLICIT_KEY') : errors;
}
