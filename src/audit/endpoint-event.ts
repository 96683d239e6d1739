import type { JudgedEndpoint } from '../evaluate/contract.ts';
import type { AuditedEndpoint } from './audited-endpoint.ts';
import type { EndpointEvent } from './contract.ts';

/** An endpoint in its place. Reads it when observation or report is first asked for, and once. */
export function endpointEvent(index: number, { note, line, read }: AuditedEndpoint): EndpointEvent {
  let judged: JudgedEndpoint | undefined;
  const judgement = (): JudgedEndpoint => {
    if (judged === undefined) {
      const { observation, report } = read();
      judged = { observation: { ...observation, index }, report };
    }
    return judged;
  };
  return {
    kind: 'endpoint',
    index,
    note,
    ...(line === undefined ? {} : { line }),
    get observation() {
      return judgement().observation;
    },
    get report() {
      return judgement().report;
    },
  };
}
