import type { Cause } from '../../../src/model/cause.ts';

export const waiver = { by: 'A. Datum', reason: 'in spring', until: '2027-03-31' };

/** An expired certificate as it is told of one endpoint. */
export function causeOf(endpoint: string, changes: Partial<Cause> = {}): Cause {
  return {
    key: 'validity-period/expired:0',
    fault: 'validity-period/expired',
    severity: 'error',
    title: 'CN=im.contoso.com expired on 2026-11-15, 15 days ago',
    why: 'Clients refuse it.',
    remedy: 'Renew it.',
    citation: { document: 'RFC 5280', section: '4.1.2.5', url: null },
    command: null,
    certificate: 'a'.repeat(64),
    places: [`place of ${endpoint}`],
    endpoints: [endpoint],
    findings: 2,
    waiver: null,
    ...changes,
  };
}
