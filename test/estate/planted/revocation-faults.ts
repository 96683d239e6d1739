import { X509Certificate } from 'node:crypto';

import { issueIntermediate } from '../../forge/certificate-authority.ts';
import type { IssuedCertificate } from '../../forge/issue-certificate.ts';
import type { PresentedCertificate } from '../../../src/lab/tls-listener.ts';
import { opensslAuthority, type RevokedSerial } from '../../openssl-authority.ts';
import { daysFromNow, type Difference, mtlsPresentation, sslPresentation, urlNames } from '../contoso.ts';
import { ocspResponse } from '../ocsp-response.ts';
import { askingForClients, nginx, type PlantedFault, type Workshop } from './fault.ts';

/** id-pe-tlsfeature of one feature, status_request (RFC 7633 §4). */
const mustStaple = { oid: '1.3.6.1.5.5.7.1.24', value: Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x05) };

/** Faults in what is stapled, and in what an authority publishes; a sound deployment with all of it fetched. */
export function revocationFaults(workshop: Workshop): readonly PlantedFault[] {
  const { contoso, folder, web, rootFile } = workshop;
  const { authority } = contoso;
  const published = publishedBranch(workshop, 'Published CA', web.publish('root.crt', authority.root.der));
  const lost = publishedBranch(workshop, 'Lost CA', web.url('no-such-root.crt'));
  const pointing: Difference = {
    issuer: published,
    changes: { crlUrls: [web.url('branch.crl')], issuerUrls: [web.publish('branch.crt', published.der)] },
  };
  const revoked = sslPresentation(contoso, {
    ...pointing,
    names: [...urlNames, 'revoked.contoso.com'],
  });
  publishCrl(workshop, { name: 'root.crl', issuer: authority.root, revoked: [] });
  publishCrl(workshop, { name: 'branch.crl', issuer: published, revoked: revoked.chain.slice(0, 1) });
  const mtls = nginx(mtlsPresentation(contoso, pointing), askingForClients(rootFile));
  const stapled = sslPresentation(contoso);
  const staple = ocspResponse(folder, { leaf: stapled.chain[0], issuer: authority.intermediate, status: 'revoked' });
  return [
    {
      name: 'sound when everything is fetched',
      listeners: { https: nginx(sslPresentation(contoso, pointing)), mtls },
      fetch: { issuers: true, crl: true, allow: ['127.0.0.0/8'] },
    },
    {
      name: 'chain-download',
      listeners: { https: nginx(sslPresentation(contoso, { ...pointing, issuer: lost })), mtls },
      fetch: { issuers: true, allow: ['127.0.0.0/8'] },
    },
    {
      name: 'revocation-status by CRL',
      listeners: { https: nginx(revoked), mtls },
      fetch: { crl: true, allow: ['127.0.0.0/8'] },
    },
    {
      name: 'revocation-status by staple',
      listeners: {
        https: {
          by: 'openssl',
          presentation: stapled,
          args: ['-tls1_3', '-status_file', folder.write('revoked-staple.der', staple)],
        },
      },
    },
    {
      name: 'revocation-status without the staple demanded',
      listeners: { https: nginx(sslPresentation(contoso, { changes: { extraExtensions: [mustStaple] } })) },
    },
  ];
}

function publishedBranch({ contoso, web }: Workshop, name: string, rootUrl: string): IssuedCertificate {
  return issueIntermediate(contoso.authority, contoso.keys.ec, {
    organization: 'Contoso',
    name,
    changes: { crlUrls: [web.url('root.crl')], issuerUrls: [rootUrl] },
  });
}

function publishCrl(
  { contoso, web }: Workshop,
  crl: { readonly name: string; readonly issuer: IssuedCertificate; readonly revoked: readonly PresentedCertificate[] },
): void {
  const openssl = opensslAuthority(crl.issuer);
  const revoked = crl.revoked.map(({ der }): RevokedSerial => {
    return {
      serialNumber: new X509Certificate(der).serialNumber,
      reason: 'keyCompromise',
      at: daysFromNow(contoso, -1),
    };
  });
  const times = { thisUpdate: daysFromNow(contoso, -2), nextUpdate: daysFromNow(contoso, 20) };
  web.publish(crl.name, openssl.crl({ ...times, revoked }));
  openssl.remove();
}
