import type { HistoryDatabase } from '../../../src/history/database.ts';
import type { EndpointReport } from '../../../src/model/endpoint-report.ts';
import { failing, leaf, record, serving, silent } from '../../history/runs.ts';
import { endpoint } from '../../report/sample-report.ts';

/** When the leaves of an array end, before and after their renewal. */
const soon = { notAfter: '2027-02-08T00:00:00.000Z' };
const later = { notAfter: '2028-01-20T00:00:00.000Z' };

/** An endpoint of the array with a leaf that all members have. */
function member(address: string, renewed: boolean): EndpointReport {
  const chain = [renewed ? leaf('new', later) : leaf('old', soon)];
  return { ...serving(address, 'x'), chain, server: `cwa-${address}.contoso.local` };
}

/**
 * A history in which something of every kind happened: a cause that is gone, one that is new and one that got worse, an endpoint that fell
 * silent, a renewal that has not reached every member, and a certificate that is served nowhere any more.
 */
export function recordEvents(database: HistoryDatabase): void {
  const [first, second, third] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
  record(database, 1, [
    failing(member(first, false), 'key-strength', 'critical'),
    failing(member(second, false), 'expiry-margin', 'warning'),
    member(third, false),
    serving('10.0.0.4', 'retired'),
  ]);
  record(database, 2, [
    member(first, true),
    failing(member(second, false), 'expiry-margin', 'error'),
    failing(member(third, false), 'name-match'),
    serving('10.0.0.4', 'another issuer', { chain: [leaf('another issuer', { issuer: 'CN=Other CA' })] }),
  ]);
  record(database, 3, [
    member(first, true),
    failing(member(second, false), 'expiry-margin', 'error'),
    silent(third),
    serving('10.0.0.4', 'another issuer', { chain: [leaf('another issuer', { issuer: 'CN=Other CA' })] }),
  ]);
}

/** As many endpoints as asked, each with a certificate of its own; every seventh fails. */
export function manyEndpoints(count: number, round = 0): readonly EndpointReport[] {
  return Array.from({ length: count }, (_, index) => {
    const host = `host-${index}.site${Math.floor(index / 20)}.example.test`;
    const id = `-|-/server/${host}@10.1.${Math.floor(index / 250)}.${index % 250}:443`;
    const chain = [leaf(`${index} ${index % 10 === 0 ? round : 0}`, { subject: `CN=${host}`, dnsNames: [host] })];
    const address = `10.1.${Math.floor(index / 250)}.${index % 250}`;
    const at = endpoint({ ...{ id, host, address, chain, role: 'server' }, deployment: null, virtualServer: null });
    const whole = { ...at, findings: serving(address, 'x').findings };
    return index % 7 === 0 ? failing(whole, 'expiry-margin', 'warning') : whole;
  });
}
