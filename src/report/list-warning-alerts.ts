import { alertReason } from '../model/alert-reason.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';

/** A warning alert, and the endpoints whose server sent it and went on with the handshake. */
export interface WarningAlert {
  readonly name: string;
  /** What the server means by it: a clause; undefined if the name says it all. */
  readonly reason: string | undefined;
  readonly endpoints: readonly EndpointReport[];
}

/** The warning alerts of a run, in the order in which they first came. */
export function listWarningAlerts(endpoints: readonly EndpointReport[]): readonly WarningAlert[] {
  const byName = new Map<string, EndpointReport[]>();
  for (const endpoint of endpoints) {
    for (const name of new Set(endpoint.handshake?.warningAlerts)) {
      const known = byName.get(name);
      if (known === undefined) byName.set(name, [endpoint]);
      else known.push(endpoint);
    }
  }
  return [...byName].map(([name, concerned]) => ({ name, reason: alertReason(name), endpoints: concerned }));
}
