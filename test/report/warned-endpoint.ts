import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import { endpoint } from './sample-report.ts';

/** An endpoint whose server sent warning alerts and went on. */
export function warnedEndpoint(warningAlerts: readonly string[], more: Partial<EndpointReport> = {}): EndpointReport {
  const { handshake, ...rest } = endpoint(more);
  if (handshake === null) throw new Error('the sample has a handshake');
  return { ...rest, handshake: { ...handshake, warningAlerts: [...warningAlerts] } };
}
