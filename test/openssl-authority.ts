import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate with its key, as the lab issues them. */
export interface Signer {
  readonly der: Uint8Array;
  readonly pem: string;
  readonly key: { readonly pem: string };
}

export interface RevokedSerial {
  /** Hexadecimal, as in a decoded certificate. */
  readonly serialNumber: string;
  /** As `openssl ca` writes it, for instance `keyCompromise`; undefined: none given. */
  readonly reason?: string;
  readonly at: Date;
}

export interface CrlOptions {
  readonly revoked?: readonly RevokedSerial[];
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  /** Lines of the section of extensions; default: an authority key identifier. */
  readonly extensions?: readonly string[];
  /** CRL number; undefined: none is written. */
  readonly number?: number;
  readonly digest?: string;
}

export interface OcspOptions {
  /** DER of the request. */
  readonly request: Uint8Array;
  readonly revoked?: readonly RevokedSerial[];
  /** Serial numbers in hexadecimal; every other one is unknown. */
  readonly good?: readonly string[];
  /** Default: the authority itself. */
  readonly responder?: Signer;
  /** Default: by name. */
  readonly byKey?: boolean;
  /** Hours until nextUpdate; undefined: no nextUpdate. */
  readonly validHours?: number;
}

/** Drives `openssl ca` and `openssl ocsp` as an authority that owns these keys: a second opinion on every codec of ours. */
export interface OpensslAuthority {
  readonly folder: string;
  crl(options: CrlOptions): Uint8Array;
  ocspResponse(options: OcspOptions): Uint8Array;
  /** Writes what `openssl ocsp -index` reads. */
  writeIndex(revoked: readonly RevokedSerial[], good: readonly string[]): string;
  remove(): void;
}

/** Prepares a folder for the authority with this certificate and key. */
export function opensslAuthority(signer: Signer): OpensslAuthority {
  const folder = mkdtempSync(join(tmpdir(), 'certmuster-authority-'));
  const path = (name: string): string => join(folder, name);
  const write = (name: string, content: string | Uint8Array): string => {
    writeFileSync(path(name), content);
    return path(name);
  };
  const certificate = write('authority.pem', signer.pem);
  const key = write('authority.key', signer.key.pem);
  const writeIndex = (revoked: readonly RevokedSerial[], good: readonly string[]): string => {
    const lines = [
      ...revoked.map(({ serialNumber, reason, at }) => {
        const when = reason === undefined ? utc(at) : `${utc(at)},${reason}`;
        return `R\t491231235959Z\t${when}\t${evenHex(serialNumber)}\tunknown\t/CN=revoked ${serialNumber}`;
      }),
      ...good.map((serial) => `V\t491231235959Z\t\t${evenHex(serial)}\tunknown\t/CN=good ${serial}`),
    ];
    write('index.txt.attr', 'unique_subject = no\n');
    return write('index.txt', lines.map((line) => `${line}\n`).join(''));
  };
  return {
    folder,
    writeIndex,
    crl({
      revoked = [],
      thisUpdate,
      nextUpdate,
      extensions = ['authorityKeyIdentifier=keyid'],
      number,
      digest = 'sha256',
    }) {
      const index = writeIndex(revoked, []);
      const numbering = number === undefined ? '' : `crlnumber = ${write('crlnumber', evenHex(number.toString(16)))}\n`;
      const sections = extensions.length === 0 ? '' : `[crl]\n${extensions.join('\n')}\n`;
      const use = extensions.length === 0 ? '' : 'crl_extensions = crl\n';
      const config = `[ca]\ndefault_ca = it\n[it]\ndatabase = ${index}\ndefault_md = ${digest}\n${numbering}${use}${sections}`;
      const times = ['-crl_lastupdate', utc(thisUpdate), '-crl_nextupdate', utc(nextUpdate)];
      const files = ['-config', write('ca.cnf', config), '-cert', certificate, '-keyfile', key];
      run(['ca', '-gencrl', ...files, ...times, '-out', path('crl.pem')]);
      run(['crl', '-in', path('crl.pem'), '-outform', 'DER', '-out', path('crl.der')]);
      return readFileSync(path('crl.der'));
    },
    ocspResponse({ request, revoked = [], good = [], responder, byKey = false, validHours }) {
      const index = writeIndex(revoked, good);
      const who = responder === undefined ? certificate : write('responder.pem', responder.pem);
      const whose = responder === undefined ? key : write('responder.key', responder.key.pem);
      const input = ['-index', index, '-CA', certificate, '-reqin', write('request.der', request)];
      const signing = ['-rsigner', who, '-rkey', whose, ...(byKey ? ['-resp_key_id'] : [])];
      const validity = validHours === undefined ? [] : ['-nmin', String(validHours * 60)];
      run(['ocsp', ...input, ...signing, ...validity, '-respout', path('response.der')]);
      return readFileSync(path('response.der'));
    },
    remove() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs openssl and gives back what it printed; throws with its complaint where it fails. */
export function run(parameters: readonly string[]): string {
  return execFileSync('openssl', [...parameters], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function utc(instant: Date): string {
  return `${instant.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`;
}

function evenHex(hex: string): string {
  const upper = hex.toUpperCase();
  return upper.length % 2 === 0 ? upper : `0${upper}`;
}
