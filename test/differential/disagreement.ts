import type { PathError } from '../../src/pki/path/path.ts';
import type { Certificate } from '../../src/x509/certificate.ts';
import type { OpensslAnswer } from './ask-openssl.ts';

/** One leaf on which the two differ, narrowed down to the one path that one of them accepts. */
export type Disagreement = AcceptedByUs | AcceptedByOpenssl;

export interface AcceptedByUs {
  readonly side: 'only certmuster accepts';
  /** Hierarchy and leaf, to make it again. */
  readonly where: string;
  readonly host: string;
  /** The path we found, leaf first. */
  readonly path: readonly Certificate[];
  /** What OpenSSL said, given everything. */
  readonly together: OpensslAnswer;
  /** What it says when given this path and nothing else. */
  readonly alone: OpensslAnswer;
}

export interface AcceptedByOpenssl {
  readonly side: 'only OpenSSL accepts';
  readonly where: string;
  readonly host: string;
  readonly leaf: Certificate;
  /** What we say of the chain that OpenSSL accepts, given that chain and nothing else; undefined: only the name is missing. */
  readonly error: PathError | undefined;
}
