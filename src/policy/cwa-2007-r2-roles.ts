import { clientAuth, serverAuth } from '../model/extended-key-usages.ts';
import type { Policy, RolePolicy } from './policy.ts';

/** The usages both tables of the specification name: EKU Server Authentication, key usage a0. */
const bothTables = {
  extendedKeyUsage: { required: serverAuth, absent: 'fail', allowed: [] },
  keyUsage: { required: ['digitalSignature', 'keyEncipherment'], absent: 'fail', allowed: [], needsRsa: true },
  // Wildcards are named nowhere in the tables and break CWA in the field.
  wildcard: 'forbidden',
  fieldNotes: ['sha-512'],
} as const satisfies Partial<RolePolicy>;

/** Table 2: the SSL certificate of a virtual server, wherever it is installed. */
const sslCertificate = {
  ...bothTables,
  nameMatcher: 'schannel',
  fieldNotes: ['server-name', 'sha-512', 'single-certificate'],
  subject: 'url',
  dnsNames: [
    { prefix: '', source: 'url' },
    { prefix: 'as.', source: 'url' },
    { prefix: 'download.', source: 'url' },
  ],
  trust: 'access',
  asksForClientCertificate: false,
  clientsInstallChain: true,
  citation: 'Table 2',
  table: 'Table 2',
  caMayDifferFrom: {
    cas: 'the CAs of the MTLS certificates and of the SSL certificates of Office Communications Server',
    section: 'SSL Certificates, paragraph after the first note',
  },
} as const satisfies Partial<RolePolicy>;

/** The roles of design section 3. */
export const cwaRoles: Policy['roles'] = {
  'virtual-server': {
    ...sslCertificate,
    title: 'Virtual server',
    dialed: 'the HTTPS port of each server, as the host of the URL',
  },
  'as-host': {
    ...sslCertificate,
    title: 'Application sharing host',
    dialed: 'the same ports, as as.HOST',
  },
  'download-host': {
    ...sslCertificate,
    title: 'Download host',
    dialed: 'the same ports, as download.HOST',
  },
  'load-balancer': {
    ...sslCertificate,
    title: 'Load balancer',
    dialed: 'the virtual address of a load balancer that decrypts TLS, as all three names',
    citation: 'SSL Certificates, second bullet, and Table 2',
  },
  'reverse-proxy-external': {
    ...sslCertificate,
    title: 'Reverse proxy, external interface',
    dialed: 'the external interface of the proxy, as the three external names',
    subject: 'proxy-or-external-url',
    // The table has no row for these; the DNS requirements send all three names to the proxy.
    dnsNames: [
      { prefix: '', source: 'external-url' },
      { prefix: 'as.', source: 'external-url' },
      { prefix: 'download.', source: 'external-url' },
    ],
    trust: 'external',
    citation: 'Table 2, Subject Name, note on reverse proxies',
  },
  'reverse-proxy-internal': {
    ...sslCertificate,
    title: 'Reverse proxy, internal interface',
    dialed: 'the internal interface of the proxy, as the three names of the URL',
    trust: 'internal',
    citation: 'Table 2, Subject Name, note on reverse proxies',
  },
  mtls: {
    ...bothTables,
    title: 'MTLS listener',
    dialed: "the server's FQDN on its MTLS listening port, at its primary address",
    nameMatcher: 'mtls',
    subject: 'server',
    dnsNames: [],
    trust: 'mtls',
    // The server presents the same certificate as a client when it connects to the pool.
    extendedKeyUsage: { required: serverAuth, absent: 'fail', allowed: [clientAuth] },
    asksForClientCertificate: true,
    clientsInstallChain: false,
    citation: 'Table 1',
    table: 'Table 1',
    caMayDifferFrom: {
      cas: 'the CAs of the SSL certificates and of the MTLS certificates of Office Communications Server',
      section: 'MTLS Certificates, first paragraph',
    },
  },
};
