import assert from 'node:assert/strict';

import { createAuthority } from '../../src/lab/authority.ts';
import { issueServerCertificate } from '../../src/lab/issue-server-certificate.ts';
import { makeKeyPair } from '../../src/lab/key-pair.ts';
import type { Presentation } from '../../src/lab/tls-listener.ts';
import type { TargetDeclaration } from '../../src/model/targets-file.ts';
import type { StartTlsProtocol } from '../../src/model/vocabulary.ts';
import { scanOne } from '../estate/scan.ts';
import type { TemporaryFolder } from '../estate/temporary-folder.ts';

/** The name under which every server of these tests is judged. */
export const doorName = 'door.contoso.test';

/** What a server may present: what it should, and each of the two faults that are planted. */
export interface Identities {
  readonly right: Presentation;
  readonly expired: Presentation;
  readonly wrongName: Presentation;
  readonly rootFile: string;
}

/** Issues them below one authority; each is a leaf with its intermediate. */
export async function issueIdentities(folder: TemporaryFolder): Promise<Identities> {
  const now = new Date();
  const authority = await createAuthority({ organization: 'Contoso', now });
  const key = await makeKeyPair('rsa-2048');
  const issue = async (name: string, notAfter?: Date): Promise<Presentation> => {
    const options = { names: [name], ...(notAfter && { notAfter }) };
    return { chain: [await issueServerCertificate(authority, key, options), authority.intermediate], key };
  };
  return {
    right: await issue(doorName),
    expired: await issue(doorName, new Date(now.getTime() - 86_400_000)),
    wrongName: await issue('elsewhere.contoso.test'),
    rootFile: folder.write('root.pem', authority.root.pem),
  };
}

export interface Door {
  readonly protocol: StartTlsProtocol;
  readonly port: number;
  readonly folder: TemporaryFolder;
  readonly rootFile: string;
  /** The URL of the target is `SCHEME://NAME:PORT`; default: the protocol. */
  readonly scheme?: string;
  /** What else the targets file says of it. */
  readonly declared?: Partial<TargetDeclaration>;
  readonly args?: readonly string[];
}

/** What the program says of a server behind a door. */
export async function auditDoor({ protocol, port, folder, rootFile, scheme = protocol, declared, args = [] }: Door) {
  const target = { host: `${scheme}://${doorName}:${port}`, address: '127.0.0.1', trustFile: rootFile, ...declared };
  const { endpoint, observation, report } = await scanOne(folder, target, args);
  return { endpoint, observation, faults: report.causes.map(({ fault }) => fault) };
}

/** Audits a server that presents what it should: every certificate is read byte for byte, and nothing is wrong. */
export async function assertRight(door: Door, { chain }: Presentation): Promise<void> {
  const { endpoint, observation, faults } = await auditDoor(door);
  assert.equal(endpoint.failure, null);
  assert.deepEqual(
    observation.certificates.map(Buffer.from),
    chain.map(({ der }) => Buffer.from(der)),
  );
  assert.equal(observation.handshake?.startTls?.protocol, door.protocol);
  assert.equal(observation.handshake?.startTls?.injected, undefined);
  assert.equal(observation.handshake?.flightComplete, true);
  assert.deepEqual(faults, []);
}

/** Audits a server with a planted fault, which alone is found. */
export async function assertFault(door: Door, fault: string): Promise<void> {
  const { endpoint, faults } = await auditDoor(door);
  assert.equal(endpoint.failure, null);
  assert.deepEqual(faults, [fault]);
}

/** Audits a server that does not begin TLS; the failure says why. */
export async function assertRefused(door: Door, message: RegExp): Promise<void> {
  const { endpoint, observation } = await auditDoor(door);
  assert.equal(endpoint.failure?.kind, 'starttls');
  assert.match(endpoint.failure?.message ?? '', message);
  assert.equal(endpoint.verdict, 'unreachable');
  assert.equal(observation.attempts.length, 1);
}
