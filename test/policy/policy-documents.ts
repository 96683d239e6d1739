import type { PolicyDocument } from '../../src/model/policy-document.ts';
import { document as tlsServer } from '../../src/policy/documents/tls-server.ts';

/** A policy over `tls-server`, for tests: complete documents, weakest first. */
export function overTlsServer(document: Partial<PolicyDocument>): readonly [PolicyDocument, PolicyDocument] {
  return [tlsServer, { id: 'own', title: 'Own', extends: 'tls-server', ...document }];
}
