import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IssuedCertificate } from '../forge/issue-certificate.ts';
import type { PresentedCertificate } from '../../src/lab/tls-listener.ts';
import type { TemporaryFolder } from './temporary-folder.ts';

/** DER of a response signed by the issuer, of status good if nothing else is asked for, as `openssl ocsp` makes it. */
export function ocspResponse(
  folder: TemporaryFolder,
  of: {
    readonly leaf: PresentedCertificate | undefined;
    readonly issuer: IssuedCertificate;
    readonly status?: 'good' | 'revoked';
  },
): Uint8Array {
  const { leaf, issuer, status = 'good' } = of;
  if (leaf === undefined) throw new Error('a response needs a leaf');
  const serial = new X509Certificate(leaf.der).serialNumber;
  const entry = status === 'good' ? 'V\t491231235959Z\t' : 'R\t491231235959Z\t260101000000Z,keyCompromise';
  const paths = {
    index: folder.write('ocsp-index.txt', `${entry}\t${serial}\tunknown\t/CN=leaf\n`),
    leaf: folder.write('ocsp-leaf.pem', leaf.pem),
    issuer: folder.write('ocsp-issuer.pem', issuer.pem),
    key: folder.write('ocsp-key.pem', issuer.key.pem),
    response: join(folder.path, 'ocsp-response.der'),
  };
  const signer = ['-rsigner', paths.issuer, '-rkey', paths.key, '-CA', paths.issuer, '-index', paths.index];
  const about = ['-issuer', paths.issuer, '-cert', paths.leaf];
  const request = join(folder.path, 'ocsp-request.der');
  execFileSync('openssl', ['ocsp', ...about, '-reqout', request], { stdio: 'pipe' });
  execFileSync('openssl', ['ocsp', ...signer, '-reqin', request, '-respout', paths.response, '-ndays', '7'], {
    stdio: 'pipe',
  });
  return new Uint8Array(readFileSync(paths.response));
}
