import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What OpenSSL is asked: one process for all leaves. DER throughout. */
export interface OpensslQuestion {
  readonly anchors: readonly Uint8Array[];
  readonly untrusted: readonly Uint8Array[];
  readonly leaves: readonly Uint8Array[];
  readonly at: Date;
  readonly host: string;
}

/** What OpenSSL says of a leaf: the codes (`X509_V_ERR_*`) of everything it complained about, none where it accepts. */
export interface OpensslAnswer {
  readonly accepts: boolean;
  readonly errors: readonly { readonly code: number; readonly depth: number; readonly text: string }[];
}

/**
 * Asks `openssl verify` about every leaf. A partial chain is allowed, since every certificate of a store is an anchor
 * here, and the security level is 0, since key sizes are no matter of RFC 5280. Files go to `folder` and are overwritten.
 */
export async function askOpenssl(question: OpensslQuestion, folder: string): Promise<readonly OpensslAnswer[]> {
  const { anchors, untrusted, leaves, at, host } = question;
  const write = (name: string, certificates: readonly Uint8Array[]): string => {
    writeFileSync(join(folder, name), certificates.map(pemOf).join(''));
    return join(folder, name);
  };
  const files = leaves.map((leaf, index) => write(`leaf-${index}.pem`, [leaf]));
  const parameters = [
    ...['verify', '-no-CAfile', '-no-CApath', '-no-CAstore', '-partial_chain', '-policy_check', '-policy', anyPolicy],
    ...(anchors.length === 0 ? [] : ['-trusted', write('anchors.pem', anchors)]),
    ...(untrusted.length === 0 ? [] : ['-untrusted', write('untrusted.pem', untrusted)]),
    ...['-purpose', 'sslserver', '-auth_level', '0', '-attime', String(Math.floor(at.getTime() / 1_000))],
    ...(/^[0-9.]+$/.test(host) ? ['-verify_ip', host] : ['-verify_hostname', host]),
    ...files,
  ];
  const output = await run(parameters);
  return files.map((file) => readAnswer(output, file));
}

/** OpenSSL's own initial policy set is empty, RFC 5280's is any-policy (§6.1.1 c). */
const anyPolicy = '2.5.29.32.0';

/** The version line, for reports. */
export async function opensslVersion(): Promise<string> {
  return (await run(['version'])).split('\n')[0] ?? '';
}

/** Both streams together: which leaf is accepted stands on one, why another is not on the other. */
function run(parameters: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('openssl', [...parameters], { maxBuffer: 0x100_0000 }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') reject(error);
      else resolve(`${stdout}${stderr}`);
    });
  });
}

/** The complaints about a file stand before the line that names it, after the line that names the one before. */
function readAnswer(output: string, file: string): OpensslAnswer {
  const lines = output.split('\n');
  if (lines.includes(`${file}: OK`)) return { accepts: true, errors: [] };
  const end = lines.indexOf(`error ${file}: verification failed`);
  if (end === -1) throw new Error(`openssl verify says nothing of ${file}:\n${output}`);
  const before = lines.slice(0, end);
  const start = before.findLastIndex((line) => line.endsWith(': verification failed'));
  const errors = before.slice(start + 1).flatMap((line) => {
    const [, code, depth, text] = /^error (\d+) at (\d+) depth lookup: (.*)$/.exec(line) ?? [];
    return text === undefined ? [] : [{ code: Number(code), depth: Number(depth), text }];
  });
  return { accepts: false, errors };
}

function pemOf(der: Uint8Array): string {
  const lines = Buffer.from(der).toString('base64').replaceAll(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
