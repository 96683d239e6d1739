import type { EndpointReport } from '../model/endpoint-report.ts';
import { escapeForTerminal } from './escape-for-terminal.ts';

/** `203.0.113.10:443`, IPv6 in brackets; `-` for what was not dialled or not resolved. */
export function addressLabel({ address, port }: EndpointReport): string {
  if (port === null) return '-';
  const host = address === null ? '-' : address.includes(':') ? `[${address}]` : address;
  return escapeForTerminal(`${host}:${port}`);
}

/** Endpoints in a list of them, one a line: `as-host as.im.contoso.com@10.0.0.11:443`, after its deployment where there are several. */
export type Labeller = (endpoint: EndpointReport) => string;

/** Names deployments only where the report has more than one. */
export function createLabeller(endpoints: readonly EndpointReport[]): Labeller {
  const isOneDeployment = new Set(endpoints.map(({ deployment }) => deployment)).size <= 1;
  return (endpoint) => {
    const { deployment, role, host, port } = endpoint;
    const where = port === null ? '' : `@${addressLabel(endpoint)}`;
    const place = deployment === null || isOneDeployment ? '' : `${escapeForTerminal(deployment)}: `;
    return `${place}${role} ${escapeForTerminal(host)}${where}`;
  };
}

/** The sentence that can stand alone. */
export function firstSentence(message: string): string {
  return /^.*?[.!?](?=\s|$)/s.exec(message)?.[0] ?? message;
}
