import type { Citation } from './citations.ts';

/** That the server's own name belongs into the SAN. */
export const serverNameReport: Citation = {
  document: 'CWA 2007 R2 Certificate Requirements (field report)',
  section: 'names of the certificate; no row of the specification asks for it',
  url: 'https://confusedamused.com/notebook/cwa-2007-r2-certificate-requirements',
};

/** Which single certificate works. */
const singleCertificateReport: Citation = {
  document: 'OCS R2 CWA Single Certificate Configuration (field report)',
  section: 'subject name',
  url: 'https://blog.schertz.name/2009/08/ocs-r2-cwa-single-certificate-configuration',
};

/** The two opinions about the CN of a certificate that serves SSL and MTLS: whole sentences with their source. */
export const singleCertificateNote = `In the field a single certificate works with the FQDN of the server as CN and the names of the URL in the SAN, while Table 2 asks for the host of the URL as CN (${singleCertificateReport.document}, ${singleCertificateReport.url}).`;
