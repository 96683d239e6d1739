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
    text: 'cwa02 answers for im. and as.im.contoso.com, but its certificate lacks download.im.contoso.com: desktop sharing fails for every second user.',
    causes: [{ fault: 'subject-alternative-names/missing-names', at: 'cwa02' }],
  },
  {
    title: 'The load balancer does not send the intermediate certificate',
    text: 'It decrypts with the right certificate but sends it alone; clients that know only the root cannot build the chain.',
    causes: [{ fault: 'chain-completeness/intermediate-missing', at: 'balancer' }],
  },
  {
    title: 'The external certificate expires in nine days',
    text: 'The reverse proxy publishes chat.contoso.com with a certificate that was not renewed in time.',
    causes: [{ fault: 'expiry-margin/expires-soon', at: 'proxy-outside' }],
  },
  {
    title: 'The internal certificate was enrolled from the built-in template',
    text: 'Keys of the template WebServer cannot be exported; the proxy also sends the root.',
    causes: [
      { fault: 'web-server-template/built-in-template', at: 'proxy-inside' },
      { fault: 'unneeded-certificates/not-needed', at: 'proxy-inside' },
    ],
  },
  {
    title: 'One certificate for SSL and MTLS',
    text: 'cwa01 presents the certificate of the URL on its MTLS port too; the pool expects the FQDN of the server and rejects it.',
    causes: [{ fault: 'name-match/certificate-of-another-endpoint', at: 'cwa01-mtls' }],
  },
  {
    title: 'An MTLS listener without client authentication',
    text: 'cwa02 asks for no client certificate on its MTLS port, and its own certificate may sign but not encipher keys.',
    causes: [
      { fault: 'client-certificate-request/not-requested', at: 'cwa02-mtls' },
      { fault: 'key-usage/missing-bits', at: 'cwa02-mtls' },
    ],
  },
  {
    title: 'A forgotten alias',
    text: 'download.im.contoso.com still resolves to a retired address instead of the load balancer.',
    causes: [{ fault: 'alias-addresses/other-addresses' }],
  },
];
