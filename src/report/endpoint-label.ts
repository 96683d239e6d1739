import type { EndpointReport } from '../model/endpoint-report.ts';
import { escapeForTerminal } from './escape-for-terminal.ts';
import { vantageLabel } from './vantage-label.ts';
import { bracket } from '../model/host-port.ts';

/**
 * `203.0.113.10:443`, IPv6 in brackets; `proxy:443` if a proxy resolved the name, `-` if it was not dialed or not resolved. `(smtp)` follows
 * if that was spoken before TLS, `(eddsa)` if only such a certificate was asked for, `(outside)` if that is the site to see it from.
 */
export function addressLabel({ address, port, proxy, startTls, handshake, ...seen }: DialedAddress): string {
  if (port === null) return '-';
  const host = address === null ? (proxy === undefined ? '-' : 'proxy') : bracket(address);
  const asked = [startTls, handshake?.keyType, vantageLabel({ ...seen, handshake: handshake ?? null })].filter(
    (each) => each !== undefined,
  );
  return escapeForTerminal(`${host}:${port}${asked.length === 0 ? '' : ` (${asked.join(', ')})`}`);
}

/** Where an endpoint was dialed, and how. */
type DialedAddress = Pick<EndpointReport, 'id' | 'address' | 'port'> &
  Partial<Pick<EndpointReport, 'proxy' | 'startTls' | 'handshake' | 'site' | 'seenFrom'>>;

/** The name dialed; at an address of a range, where there was none, in parentheses the first that the certificate has. */
export function nameLabel({ host, range, chain }: EndpointReport): string {
  const [leaf] = chain;
  if (range === undefined || leaf === undefined || 'error' in leaf) return escapeForTerminal(host);
  return escapeForTerminal(`(${leaf.dnsNames?.[0] ?? leaf.subject})`);
}

/** Writes an endpoint as `as-host as.im.contoso.com@10.0.0.11:443`. */
export type Labeller = (endpoint: EndpointReport) => string;

/** The labels begin with the deployment's name if the report has more than one deployment. */
export function createLabeller(endpoints: readonly EndpointReport[]): Labeller {
  const isOneDeployment = new Set(endpoints.map(({ deployment }) => deployment)).size <= 1;
  return (endpoint) => {
    const { deployment, role, host, port } = endpoint;
    const where = port === null ? '' : `@${addressLabel(endpoint)}`;
    const place = deployment === null || isOneDeployment ? '' : `${escapeForTerminal(deployment)}: `;
    return `${place}${role} ${escapeForTerminal(host)}${where}`;
  };
}
