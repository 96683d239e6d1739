import { rfc } from '../citations.ts';
import type { Faults } from '../fault.ts';

/** Every way in which `revocation-status` can fail. A fault of an answer is that of the CA that should publish it. */
export const revocationFaults = {
  revoked: {
    title: 'A certificate in the chain is revoked',
    why: 'Clients that check revocation refuse it, and its key may be compromised.',
    remedy: 'Replace the certificate and its key.',
    subject: 'certificate',
  },
  'staple-missing': {
    title: 'A must-staple certificate is served without a stapled OCSP response',
    why: 'Clients that support must-staple (Firefox) refuse the connection.',
    remedy: 'Enable OCSP stapling on the server, or reissue the certificate without must-staple.',
    subject: 'service',
    citation: rfc(7633, '4.2.3.1 (TLS feature status_request: must-staple)'),
  },
  'staple-not-valid': {
    title: 'The stapled OCSP response is not valid',
    why: 'Clients that verify it refuse the connection.',
    remedy: 'Let the server fetch a new OCSP response, and check that it reaches the responder.',
    subject: 'service',
    citation: rfc(6960, '3.2 (acceptance of a response); must-staple: RFC 7633 §4.2.3.1'),
  },
  'answer-not-valid': {
    title: 'A CRL or OCSP response of the CA is not valid',
    why: 'Clients that insist on a revocation check refuse every certificate of this CA.',
    remedy: 'Publish a new CRL or OCSP response of the CA, and check why the last one was not replaced.',
    subject: 'certificate',
  },
  'unknown-certificate': {
    title: 'The OCSP responder does not know a certificate in the chain',
    why: 'Clients may treat it as revoked: the responder of the CA has no record of it.',
    remedy: 'Check the database of the OCSP responder, and whether the CA issued this certificate.',
    subject: 'certificate',
    citation: rfc(6960, '2.2 (response: unknown)'),
  },
  'no-answer': {
    title: 'No CRL or OCSP response of the CA could be used',
    why: 'Clients that insist on a revocation check refuse every certificate of this CA.',
    remedy: 'Make the CRL or the OCSP responder reachable for all clients.',
    subject: 'certificate',
  },
  'no-pointer': {
    title: 'A certificate in the chain names no CRL and no OCSP responder',
    why: 'Clients that insist on a revocation check refuse it.',
    remedy: "Add an http address to the CA's CDP extension and reissue the certificate.",
    subject: 'certificate',
  },
  'answer-expires-soon': {
    title: 'A CRL or OCSP response of the CA expires soon, and no newer one is published',
    why: 'Once it expires, clients that insist on a revocation check refuse every certificate of this CA.',
    remedy: 'Check why the CA has not published the next one.',
    subject: 'certificate',
  },
} as const satisfies Faults;
