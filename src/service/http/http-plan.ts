import type { CallerRight } from '../../model/service-http-config.ts';

/** Where to listen, with what, and who is let in. Every file has been read. */
export interface HttpPlan {
  readonly addresses: readonly ListenAddress[];
  /** How people reach it: scheme, host and port. Undefined: by its addresses. */
  readonly publicOrigin: string | undefined;
  /** Undefined: plain HTTP. */
  readonly tls: TlsPlan | undefined;
  /** Who shows a token. */
  readonly callers: readonly TokenCaller[];
  /** Requests a minute of one address. */
  readonly requestsPerMinute: number;
  /** Files that were read; when one of them changes, the plan is out of date. */
  readonly files: readonly string[];
  /** What the operator should know, sentences. */
  readonly warnings: readonly string[];
}

/** An IP literal and a port; port 0: any that is free. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

export interface TlsPlan {
  /** PEM. */
  readonly certificate: string;
  readonly key: string;
  readonly clients: ClientCertificates | undefined;
}

/** Who shows a client certificate of one of these authorities is let in. */
export interface ClientCertificates {
  /** PEM. */
  readonly authorities: string;
  readonly rights: readonly CallerRight[];
}

export interface TokenCaller {
  readonly name: string;
  /** SHA-256 of the token: the token itself is not kept. */
  readonly digest: Uint8Array;
  readonly rights: readonly CallerRight[];
}

/** Whether callers have to show something. If not, everyone who reaches it may do everything. */
export function demandsCredentials({ callers, tls }: Pick<HttpPlan, 'callers' | 'tls'>): boolean {
  return callers.length > 0 || tls?.clients !== undefined;
}
