import { createPrivateKey, createPublicKey, hash, type KeyObject } from 'node:crypto';

import type { Problem } from '../../model/problem.ts';
import { decodeText } from '../../model/decode-text.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { problem } from '../problem.ts';
import type { ProcessContext } from '../process-context.ts';
import { readInputFile } from './input-file.ts';

const passphraseVariable = 'CERTMUSTER_SIGN_KEY_PASSPHRASE';

/** An Ed25519 key in PEM has some 120 bytes, a certificate around it a few thousand. */
const maxKeyFileBytes = 65_536;

const howToMake = '`openssl genpkey -algorithm ed25519 -out sign.pem` makes one';

/** Reads the private key of `--sign-key`: PEM, Ed25519, encrypted or not. Neither key nor passphrase is ever quoted. */
export async function readSignKey(
  path: string,
  { environment }: Pick<ProcessContext, 'environment'>,
): Promise<Result<KeyObject, Problem>> {
  const passphrase = environment[passphraseVariable] || undefined;
  const isLocked = (pem: string): boolean => /ENCRYPTED/.test(pem);
  return await readKey(path, '--sign-key', (pem) => {
    if (isLocked(pem) && passphrase === undefined) return `is encrypted; set ${passphraseVariable} to its passphrase`;
    try {
      return createPrivateKey({ key: pem, ...(passphrase === undefined ? {} : { passphrase }) });
    } catch {
      return isLocked(pem)
        ? `cannot be opened with the passphrase in ${passphraseVariable}`
        : `contains no private key in PEM; ${howToMake}`;
    }
  });
}

/** Reads the public key of `--verify-key`: PEM, Ed25519. The private key, or a certificate of the key, does as well. */
export async function readVerifyKey(path: string): Promise<Result<KeyObject, Problem>> {
  return await readPublicKey(path, '--verify-key');
}

/** The same of a file that something else names. */
export async function readPublicKey(path: string, namedBy: string): Promise<Result<KeyObject, Problem>> {
  return await readKey(path, namedBy, (pem) => {
    try {
      return createPublicKey(pem);
    } catch {
      return 'contains no public key in PEM; `openssl pkey -in sign.pem -pubout` prints the public key of a private key';
    }
  });
}

/** `parse` returns the key, or a clause that says what is wrong with the file. */
async function readKey(
  path: string,
  option: string,
  parse: (pem: string) => KeyObject | string,
): Promise<Result<KeyObject, Problem>> {
  // By mistake "$(cat sign.pem)" may stand for the file name; then it must not be repeated.
  if (path.includes('-----BEGIN')) return err(problem('is the key itself; name its file instead', option));
  const file = await readInputFile(path, maxKeyFileBytes);
  if (!file.ok) return err(problem(`${path} ${file.error}`, option));
  const key = parse(decodeText(file.value.bytes));
  if (typeof key === 'string') return err(problem(`${path} ${key}`, option));
  if (key.asymmetricKeyType === 'ed25519') return ok(key);
  const type = key.asymmetricKeyType?.toUpperCase() ?? 'unknown';
  return err(problem(`${path} contains a key of type ${type}; use an Ed25519 key: ${howToMake}`, option));
}

/** SHA-256 of the public key (SubjectPublicKeyInfo, DER), in hexadecimal. */
export function fingerprintKey(key: KeyObject): string {
  const spki = (key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' });
  return hash('sha256', spki);
}
