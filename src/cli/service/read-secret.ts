import { err, ok, type Result } from '../../model/result.ts';
import type { SecretSource } from '../../model/service-http-config.ts';
import { readInputFile } from '../input/input-file.ts';
import type { ProcessContext } from '../process-context.ts';

/** No token or password comes near this length. */
const maxSecretBytes = 4_096;

/**
 * Reads a secret: the first line of a file, or a variable. The error is a clause. It quotes neither the secret nor the names of file and
 * variable, since the secret may stand in their place.
 */
export async function readSecret(
  source: SecretSource,
  { environment }: Pick<ProcessContext, 'environment'>,
): Promise<Result<string, string>> {
  if ('environment' in source) {
    const value = environment[source.environment];
    return value ? ok(value) : err('names an environment variable that is not set');
  }
  const file = await readInputFile(source.file, maxSecretBytes);
  if (!file.ok) return err(`names a file that ${file.error.replace(/:.*/s, '')}`);
  const [line = ''] = Buffer.from(file.value.bytes).toString('utf8').split(/\r?\n/, 1);
  return line === '' ? err('names a file whose first line is empty') : ok(line);
}
