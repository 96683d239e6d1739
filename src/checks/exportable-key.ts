import { specification } from './citations.ts';
import { defineCheck } from './define-check.ts';
import { notObservable } from './judgement.ts';

/** Always `not-observable`: whether a key may be exported is a mark in the server's key store. */
export const exportableKey = defineCheck({
  id: 'exportable-key',
  title: 'The private key is enabled for export',
  why: 'The same certificate has to be installed on servers, load balancers and proxies, which takes an exported key.',
  remedy:
    'On the server, try the export wizard of the Certificates console, or run certutil -store -v My and read "Private key is exportable".',
  citation: specification('Tables 1 and 2, Private Key'),
  needs: [],
  judge: () =>
    notObservable(
      'not-in-certificate',
      'Whether the private key is enabled for export cannot be seen over TLS. It decides whether the certificate can be copied to the load balancer and the proxy. On the server, run certutil -store -v My and read "Private key is exportable".',
      { expected: 'enabled for export' },
    ),
});
