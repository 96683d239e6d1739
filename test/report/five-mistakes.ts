import type { Cause } from '../../src/model/cause.ts';
import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import type { Role, Severity } from '../../src/model/vocabulary.ts';
import { endpoint, finding, reportOf } from './sample-report.ts';

const inside = ['im.contoso.com', 'as.im.contoso.com', 'download.im.contoso.com'];
const sslRoles: readonly Role[] = ['virtual-server', 'as-host', 'download-host'];

/** One mistake: the fault that is its cause, and a finding that only follows from it. */
interface Mistake {
  readonly check: string;
  readonly fault: string;
  readonly severity: Severity;
  readonly title: string;
  readonly remedy: string;
  readonly follows?: { readonly check: string; readonly fault: string };
}

const expired: Mistake = {
  check: 'validity-period',
  fault: 'expired',
  severity: 'critical',
  title: 'CN=im.contoso.com expired on 2026-11-15, 7 days ago',
  remedy: 'Renew the certificate and install it on every server of the array.',
  follows: { check: 'chain-trust', fault: 'expired' },
};
const alone: Mistake = {
  check: 'chain-completeness',
  fault: 'intermediate-missing',
  severity: 'critical',
  title: 'The intermediate "Contoso Issuing CA" was not sent',
  remedy: "Install the intermediate in the computer's Intermediate Certification Authorities store.",
  follows: { check: 'chain-trust', fault: 'issuer-not-found' },
};
const wrong: Mistake = {
  check: 'name-match',
  fault: 'certificate-of-another-endpoint',
  severity: 'critical',
  title: 'The certificate belongs to https://im.contoso.com',
  remedy: 'Assign the MTLS listener the certificate with the FQDN of the server computer.',
  follows: { check: 'subject-name', fault: 'other-name' },
};
const clientOnly: Mistake = {
  check: 'extended-key-usage',
  fault: 'no-server-auth',
  severity: 'critical',
  title: 'The certificate allows client authentication only',
  remedy: 'Reissue it with Server Authentication.',
  follows: { check: 'chain-trust', fault: 'extended-key-usage' },
};
const namesMissing: Mistake = {
  check: 'subject-alternative-names',
  fault: 'missing-names',
  severity: 'error',
  title: 'The SAN lacks as.chat.contoso.com and download.chat.contoso.com',
  remedy: 'Reissue the certificate with all three names of the URL as dNSName entries.',
  follows: { check: 'name-match', fault: 'name-missing' },
};

/** Five mistakes as they are made in a deployment of two servers, a load balancer and a reverse proxy: 17 endpoints. */
export const fiveMistakes = reportOf(
  [
    ...ssl('cwa01.contoso.local', '10.0.0.11'),
    ...ssl('cwa02.contoso.local', '10.0.0.12', expired),
    ...inside.map((host) => place({ role: 'load-balancer', host, address: '10.0.0.10' }, alone)),
    ...inside.map((host) =>
      place(
        { role: 'reverse-proxy-external', host: host.replace('im.', 'chat.'), address: '203.0.113.10' },
        namesMissing,
      ),
    ),
    ...inside.map((host) => place({ role: 'reverse-proxy-internal', host, address: '10.0.1.5' })),
    mtls('cwa01.contoso.local', '10.0.0.11', wrong),
    mtls('cwa02.contoso.local', '10.0.0.12', clientOnly),
  ],
  [],
);

function ssl(server: string, address: string, mistake?: Mistake): readonly EndpointReport[] {
  return inside.map((host, index) => place({ role: sslRoles[index] ?? 'server', host, address, server }, mistake));
}

function mtls(host: string, address: string, mistake: Mistake): EndpointReport {
  return place({ role: 'mtls', host, address, server: host, port: 5061 }, mistake);
}

function place(
  where: Pick<EndpointReport, 'role' | 'host' | 'address'> & { readonly server?: string; readonly port?: number },
  mistake?: Mistake,
): EndpointReport {
  const { role, host, address, server = null, port = 443 } = where;
  const id = `contoso|im.contoso.com/${role}/${host}@${address}:${port}`;
  const unseen = [
    finding('exportable-key', 'not-observable', { message: 'Look on the server.', reason: 'not-in-certificate' }),
    finding('revocation-status', 'undetermined', { message: 'Revocation was not checked.', reason: 'not-fetched' }),
    ...Array.from({ length: 28 }, (_, index) => finding(`check-${index}`, 'pass')),
  ];
  if (mistake === undefined) return endpoint({ id, role, host, address, server, port, findings: unseen, causes: [] });
  const { check, fault, severity, title, remedy, follows } = mistake;
  const key = `${check}/${fault}:${port === 443 ? '0' : address}`;
  const failing = [{ check, fault }, ...(follows === undefined ? [] : [follows])].map((each) =>
    finding(each.check, 'fail', { fault: each.fault, cause: key, severity, message: `${title}. Why. ${remedy}` }),
  );
  const cause: Cause = {
    key,
    fault: `${check}/${fault}`,
    severity,
    title,
    why: 'Clients refuse it.',
    remedy,
    citation: { document: 'RFC 5280', section: '6.1.3', url: null },
    command: null,
    certificate: null,
    places: [`${server ?? host} ${address}:${port}`],
    endpoints: [id],
    findings: failing.length,
    waiver: null,
  };
  const findings = [...failing, ...unseen];
  return endpoint({ id, role, host, address, server, port, verdict: 'fail', findings, causes: [cause] });
}
