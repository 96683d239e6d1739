import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Forged, now } from '../pki/forge-certificate.ts';
import type { Hierarchy } from './random-hierarchy.ts';

/** What `openssl verify` says of each leaf: `OK`, or the first error it met. */
export function verifyWithOpenssl({ anchors, intermediates, leaves }: Hierarchy, folder: string): readonly string[] {
  const files = leaves.map((_, index) => join(folder, `leaf-${index}.pem`));
  for (const [index, leaf] of leaves.entries()) writeFileSync(files[index] ?? '', pem(leaf));
  writeFileSync(join(folder, 'anchors.pem'), anchors.map(pem).join(''));
  writeFileSync(join(folder, 'intermediates.pem'), intermediates.map(pem).join(''));
  const { stdout, stderr } = spawnSync(
    'openssl',
    [
      'verify',
      ...['-no-CApath', '-no-CAstore', '-CAfile', join(folder, 'anchors.pem')],
      ...(intermediates.length === 0 ? [] : ['-untrusted', join(folder, 'intermediates.pem')]),
      ...['-partial_chain', '-auth_level', '0', '-policy_check', '-policy', '2.5.29.32.0', '-purpose', 'sslserver'],
      ...['-attime', String(now.getTime() / 1_000)],
      ...files,
    ],
    { encoding: 'utf8' },
  );
  const accepted = new Set(stdout.split('\n').flatMap((line) => /^(.*): OK$/.exec(line)?.[1] ?? []));
  const errors = readErrors(stderr);
  return files.map((file) => (accepted.has(file) ? 'OK' : (errors.get(file) ?? `no answer: ${stderr.slice(0, 200)}`)));
}

function readErrors(stderr: string): ReadonlyMap<string, string> {
  const errors = new Map<string, string>();
  let first: string | undefined;
  for (const line of stderr.split('\n')) {
    first ??= /^error \d+ at \d+ depth lookup: ?(.*)$/.exec(line)?.[1];
    const file = /^error (\/.*): verification failed$/.exec(line)?.[1];
    if (file === undefined) continue;
    errors.set(file, first ?? 'no reason given');
    first = undefined;
  }
  return errors;
}

function pem({ certificate }: Forged): string {
  const lines =
    Buffer.from(certificate.der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
