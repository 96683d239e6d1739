import { err, ok, type Result } from '../../model/result.ts';
import type { SecretSource } from '../../model/service-http-config.ts';
import { readInputFile } from '../input/input-file.ts';
import type { ProcessContext } from '../process-context.ts';

/** No token or password comes near this length. */
const maxSecretBytes = 4_096;

/** Reads a secret: the first line of a file, or a variable. The error is a clause that says nothing of the secret. */
export async function readSecret(
  source: SecretSource,
  { environment }: Pick<ProcessContext, 'environment'>,
): Promise<Result<string, string>> {
  if ('environment' in source) {
    const value = environment[source.environment];
    return value ? ok(value) : err(`the variable ${source.environment} is not set`);
  }
  const file = await readInputFile(source.file, maxSecretBytes);
  if (!file.ok) return err(`the file ${source.file} ${file.error}`);
  const [line = ''] = Buffer.from(file.value.bytes).toString('utf8').split(/\r?\n/, 1);
  return line === '' ? err(`the first line of ${source.file} is empty`) : ok(line);
}
