import type { ListenerName } from './demo-certificates.ts';

/** A cause that the audit of the demo has to report: nothing more and nothing less. */
export interface PlantedCause {
  /** `CHECK/FAULT`. */
  readonly fault: string;
  /** Where it shows; undefined: it concerns the deployment. */
  readonly at?: ListenerName;
}

/** Faults as an administrator would meet them. */
export interface DemoStory {
  readonly title: string;
  readonly text: string;
  readonly causes: readonly PlantedCause[];
}

export const demoStories: readonly DemoStory[] = [
  {
    title: 'One server of the array kept its old certificate',
    text: 'cwa02 answers for im. and as.im.contoso.com, but its certificate lacks download.im.contoso.com: desktop sharing fails for about half of the users.',
    causes: [{ fault: 'subject-alternative-names/missing-names', at: 'cwa02' }],
  },
  {
    title: 'The load balancer does not send the intermediate certificate',
    text: 'It presents the right certificate without the intermediate; clients that have only the root cannot build the chain.',
    causes: [{ fault: 'chain-completeness/intermediate-missing', at: 'balancer' }],
  },
  {
    title: 'The external certificate of the proxy expires in nine days',
    text: 'The reverse proxy publishes chat.contoso.com with a certificate that was not renewed in time.',
    causes: [{ fault: 'expiry-margin/expires-soon', at: 'proxy-outside' }],
  },
  {
    title: 'The internal certificate of the proxy is from the built-in template',
    text: 'Keys from the template WebServer cannot be exported; the proxy also sends the root, which is not needed.',
    causes: [
      { fault: 'web-server-template/built-in-template', at: 'proxy-inside' },
      { fault: 'unneeded-certificates/not-needed', at: 'proxy-inside' },
    ],
  },
  {
    title: 'One certificate is used for SSL and MTLS',
    text: 'cwa01 presents the certificate of the URL on its MTLS port too; the pool expects the FQDN of the server and refuses the connection.',
    causes: [{ fault: 'name-match/certificate-of-another-endpoint', at: 'cwa01-mtls' }],
  },
  {
    title: 'An MTLS listener does not request client certificates',
    text: 'cwa02 requests no client certificate on its MTLS port, and its own certificate lacks keyEncipherment.',
    causes: [
      { fault: 'client-certificate-request/not-requested', at: 'cwa02-mtls' },
      { fault: 'key-usage/missing-bits', at: 'cwa02-mtls' },
    ],
  },
  {
    title: 'An alias was forgotten',
    text: 'download.im.contoso.com still resolves to a retired address instead of the load balancer.',
    causes: [{ fault: 'alias-addresses/other-addresses' }],
  },
];
