import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { temporaryFolder } from '../../estate/temporary-folder.ts';

/** PEM of a certificate and its key. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

/** A server certificate for localhost, an authority, and clients of it and of another one. */
export interface Identities {
  readonly path: string;
  readonly server: Identity;
  readonly authority: Identity;
  readonly client: Identity;
  readonly expired: Identity;
  /** Certified for servers, not for clients. */
  readonly forServers: Identity;
  /** Of an authority that is not accepted, with the same name. */
  readonly stranger: Identity;
  readonly remove: () => void;
}

/** Makes them with the openssl command. */
export function makeIdentities(): Identities {
  const folder = temporaryFolder();
  const at = (name: string): string => join(folder.path, name);
  const run = (...args: readonly string[]): void =>
    void execFileSync('openssl', args, { cwd: folder.path, stdio: 'pipe' });
  const read = (name: string): Identity => ({
    certificate: readFileSync(at(`${name}.pem`), 'utf8'),
    key: readFileSync(at(`${name}.key`), 'utf8'),
  });
  const selfSigned = (name: string, subject: string, ...more: readonly string[]): Identity => {
    const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', `${name}.key`];
    run('req', '-x509', ...made, '-out', `${name}.pem`, '-subj', subject, '-days', '365', ...more);
    return read(name);
  };
  const issue = (
    name: string,
    by: string,
    usage: string,
    start = '20260101000000Z',
    end = '20460101000000Z',
  ): Identity => {
    const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', `${name}.key`];
    run('req', ...made, '-out', `${name}.csr`, '-subj', `/O=Contoso/CN=${name}`);
    writeFileSync(at(`${name}.cnf`), caConfig(by, usage));
    writeFileSync(at('index.txt'), '');
    writeFileSync(at('serial'), `${Buffer.from(name).toString('hex').slice(0, 16)}\n`);
    const dates = ['-startdate', start, '-enddate', end];
    run('ca', '-batch', '-notext', '-config', `${name}.cnf`, ...dates, '-in', `${name}.csr`, '-out', `${name}.pem`);
    return read(name);
  };
  const authority = selfSigned('authority', '/O=Contoso/CN=Clients');
  selfSigned('impostor', '/O=Contoso/CN=Clients');
  return {
    path: folder.path,
    server: selfSigned('server', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'),
    authority,
    client: issue('alice', 'authority', 'clientAuth'),
    expired: issue('bob', 'authority', 'clientAuth', '20200101000000Z', '20210101000000Z'),
    forServers: issue('carol', 'authority', 'serverAuth'),
    stranger: issue('mallory', 'impostor', 'clientAuth'),
    remove: folder.remove,
  };
}

function caConfig(by: string, usage: string): string {
  return [
    '[ca]',
    'default_ca = ours',
    '[ours]',
    `certificate = ${by}.pem`,
    `private_key = ${by}.key`,
    'database = index.txt',
    'serial = serial',
    'new_certs_dir = .',
    'default_md = sha256',
    'policy = any',
    'x509_extensions = client',
    '[any]',
    'organizationName = optional',
    'commonName = supplied',
    '[client]',
    `extendedKeyUsage = ${usage}`,
    '',
  ].join('\n');
}
