import type { Endpoint } from '../../model/endpoint.ts';
import type { Need } from './describe-need.ts';

/**
 * Names certificates so that the names are unique and fit for files, on file systems without upper case too: what the certificate is for
 * comes first, so that none is a device name of Windows such as `aux.inf`.
 */
export function createCertificateIds(): (endpoint: Endpoint, demands: Need['demands']) => string {
  const used = new Set<string>();
  return ({ role, deployment, host }, { commonName, dnsNames }) => {
    const name = commonName ?? dnsNames[0] ?? host;
    const parts = deployment === null ? [role, name] : [role, name, deployment];
    const id = parts.map(toFileName).join('-');
    let unique = id;
    for (let count = 2; used.has(unique); count += 1) unique = `${id}-${count}`;
    used.add(unique);
    return unique;
  };
}

/** File systems take 255 bytes; deployments may have any name. */
const maxPartLength = 100;

function toFileName(text: string): string {
  const safe = text
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '_')
    .slice(0, maxPartLength);
  return safe.replace(/\.+$/, '');
}
