import type { ClientFileProblem } from '../../audit/client-identity.ts';
import type { Problem } from '../../model/problem.ts';
import { decodeText } from '../../model/decode-text.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { ClientIdentity } from '../../tls/client-identity.ts';
import type { Arguments, Option } from '../command.ts';
import { problem } from '../problem.ts';
import { readInputFile } from '../input/input-file.ts';
import type { ProcessContext } from '../process-context.ts';

/** Options about the certificate that we show to servers that ask. */
export const clientOptions = {
  'client-cert': {
    kind: 'text',
    describe: 'client certificate FILE, sent to servers that request one; needs --prove-possession',
  },
  'client-key': {
    kind: 'text',
    describe:
      'private key FILE of --client-cert; CERTMUSTER_CLIENT_KEY_PASSPHRASE is its passphrase if it is encrypted',
  },
  'passphrase-file': {
    kind: 'text',
    describe: 'FILE or pipe whose first line is the passphrase of --client-key; replaces that variable',
  },
} as const satisfies Record<string, Option>;

const variable = 'CERTMUSTER_CLIENT_KEY_PASSPHRASE';

/** Keys and certificates of one client have some kilobytes; no server accepts a chain of this length. */
const maxClientFileBytes = 1_048_576;

/** OpenSSL reads passphrases of at most 1,024 bytes (PEM_BUFSIZE). */
const maxPassphraseBytes = 1_024;

/** Reads the client's certificate and key; undefined if none are named. Neither key nor passphrase is ever quoted. */
export async function readClientOptions(
  args: Arguments,
  { environment }: Pick<ProcessContext, 'environment'>,
): Promise<Result<ClientIdentity | undefined, readonly Problem[]>> {
  const named = Object.keys(clientOptions).filter((option) => args.text(option) !== undefined);
  if (named.length === 0) return ok(undefined);
  const problems: Problem[] = [];
  if (!args.flag('prove-possession')) {
    const why = 'a client certificate is sent only if the handshake is completed; add --prove-possession';
    problems.push(problem(why, `--${named[0]}`));
  }
  const read = async (option: keyof typeof clientOptions, maxBytes: number): Promise<Uint8Array | undefined> => {
    const path = args.text(option) ?? '';
    const file = await readInputFile(path, maxBytes);
    if (file.ok) return file.value.bytes;
    // The system's message may contain the file name.
    const what = isSecret(option, path)
      ? `names a file that ${file.error.replace(/:.*/s, '')}`
      : `${path} ${file.error}`;
    problems.push(problem(what, `--${option}`));
    return undefined;
  };
  if (!named.includes('client-cert'))
    problems.push(problem('needs its certificate: --client-cert FILE', '--client-key'));
  if (!named.includes('client-key'))
    problems.push(problem('needs its private key: --client-key FILE', '--client-cert'));
  const certificate = named.includes('client-cert') ? await read('client-cert', maxClientFileBytes) : undefined;
  const keyFile = named.includes('client-key') ? await read('client-key', maxClientFileBytes) : undefined;
  const isPassphraseInFile = named.includes('passphrase-file');
  const file = isPassphraseInFile ? await read('passphrase-file', maxPassphraseBytes) : undefined;
  const passphrase = isPassphraseInFile ? file && firstLine(file) : environment[variable] || undefined;
  // Without its passphrase the key cannot be read, and a second message about it would mislead.
  const key = isPassphraseInFile && file === undefined ? undefined : keyFile;
  const { readClientIdentity } = await import('../../audit/client-identity.ts');
  const identity = readClientIdentity({ certificate, key, passphrase });
  if (!identity.ok) problems.push(...identity.error.map((each) => describe(each, args)));
  return identity.ok && problems.length === 0 ? identity : err(problems);
}

/** By mistake the passphrase itself, or "$(cat key.pem)", may stand for the file name; then it must not be logged. */
function isSecret(option: keyof typeof clientOptions, path: string): boolean {
  return option === 'passphrase-file' || path.includes('-----BEGIN');
}

function firstLine(bytes: Uint8Array): string {
  return decodeText(bytes).split(/\r?\n/, 1)[0] ?? '';
}

function describe({ file, kind, message }: ClientFileProblem, args: Arguments): Problem {
  const option = file === 'key' ? 'client-key' : 'client-cert';
  const wayOut = kind === 'locked' ? `; use ${variable} or --passphrase-file` : '';
  return problem(`${args.text(option)} ${message}${wayOut}`, `--${option}`);
}
