import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';

import { parseIpAddress } from '../../model/ip-address.ts';
import type { Problem } from '../../model/problem.ts';
import type { HttpConfig } from '../../model/service-http-config.ts';
import type { TlsPlan } from '../../service/http/http-plan.ts';
import { readTextFile } from '../input/input-file.ts';
import { dayMs } from '../options/days.ts';

type TlsConfig = NonNullable<HttpConfig['tls']>;

/** The service's own certificate is said to expire from so many days before. */
const expiryMarginDays = 30;

/** Reads certificate, key and authorities, which have to fit together. `warnings`: what is wrong with the certificate and does not keep it from being used. */
export async function planTls(
  config: TlsConfig,
  problems: Problem[],
  { now, publicOrigin }: { readonly now: () => Date; readonly publicOrigin: string | undefined },
): Promise<{ readonly plan: TlsPlan; readonly warnings: readonly string[] } | undefined> {
  const { clientRights: rights = ['read'] } = config;
  const read = async (field: 'certificate' | 'key' | 'clientAuthorities', path: string) => {
    const file = await readTextFile(path);
    // The key itself may stand in the place of its file, and the system's message may have it, too.
    const name = field === 'key' ? 'names a file that' : path;
    if (!file.ok) problems.push({ path: `http.tls.${field}`, message: `${name} ${file.error.replace(/:.*/s, '')}` });
    return file.ok ? file.value.text : undefined;
  };
  const certificate = await read('certificate', config.certificate);
  const key = await read('key', config.key);
  const { clientAuthorities } = config;
  const authorities = clientAuthorities === undefined ? undefined : await read('clientAuthorities', clientAuthorities);
  if (certificate === undefined || key === undefined) return undefined;
  const leaf = readCertificate(certificate);
  const privateKey = readKey(key);
  const wrong = (field: string, message: string): void => void problems.push({ path: `http.tls.${field}`, message });
  if (leaf === undefined) wrong('certificate', `${config.certificate} has no certificate in PEM`);
  if (privateKey === undefined) wrong('key', `${config.key} has no private key in PEM, or one with a passphrase`);
  if (authorities !== undefined && readCertificate(authorities) === undefined) {
    wrong('clientAuthorities', `${clientAuthorities} has no certificate in PEM`);
  }
  if (leaf === undefined || privateKey === undefined) return undefined;
  if (!leaf.checkPrivateKey(privateKey)) {
    wrong('key', `${config.key} is not the key of the certificate in ${config.certificate}`);
    return undefined;
  }
  const unusable = objectToContext({ cert: certificate, key, ca: authorities });
  if (unusable !== undefined) wrong('certificate', `cannot be used: ${unusable}`);
  const clients = authorities === undefined ? undefined : { authorities, rights };
  return { plan: { certificate, key, clients }, warnings: findWarnings(leaf, now(), publicOrigin) };
}

function readCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function readKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

/** What OpenSSL says against certificate and key, for instance that the key is too short; undefined: nothing. */
function objectToContext(options: { readonly cert: string; readonly key: string; readonly ca: string | undefined }) {
  try {
    createSecureContext({ ...options, ca: options.ca ?? [], minVersion: 'TLSv1.2' });
    return undefined;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

/** `host`: as URLs have it, IPv6 in brackets. */
function isFor(leaf: X509Certificate, host: string): boolean {
  const address = host.replace(/^\[(.*)\]$/, '$1');
  return (parseIpAddress(address) === undefined ? leaf.checkHost(host) : leaf.checkIP(address)) !== undefined;
}

function findWarnings(leaf: X509Certificate, now: Date, publicOrigin: string | undefined): readonly string[] {
  const daysLeft = Math.floor((new Date(leaf.validTo).getTime() - now.getTime()) / dayMs);
  const own = 'the certificate of the service itself';
  const warnings: string[] = [];
  if (daysLeft < 0) warnings.push(`${own} expired ${-daysLeft} days ago (${leaf.validTo}); replace it`);
  else if (daysLeft < expiryMarginDays) {
    warnings.push(`${own} expires in ${daysLeft} days (${leaf.validTo}); renew it`);
  }
  if (new Date(leaf.validFrom) > now) warnings.push(`${own} is valid from ${leaf.validFrom} only`);
  const host = publicOrigin === undefined ? undefined : new URL(publicOrigin).hostname;
  if (host !== undefined && !isFor(leaf, host)) {
    warnings.push(`${own} is not for ${host}, the name in http.publicUrl`);
  }
  return warnings;
}
