import { createHash } from 'node:crypto';

import { err, ok, type Result } from '../../model/result.ts';
import { couldIssue, isCa } from '../../pki/path/issuer-links.ts';
import { decodeCertificate } from '../../x509/decode-certificate.ts';
import { decodeCertificates } from '../../x509/decode-certificates.ts';
import { findCrls } from '../../x509/find-crls.ts';
import { findRequests } from '../../x509/find-request.ts';
import type { InputError } from './report-input-errors.ts';
import { problem } from '../problem.ts';
import { describeFileError, type InputFile, maxCertificateFileBytes, readInputFile } from './input-file.ts';
import type { ProcessContext } from '../process-context.ts';

/** What files hold, in the order in which they were given. */
export interface ReadChain {
  readonly files: readonly InputFile[];
  /** As a server would send them; of a request, the certificate that a CA would make of it. */
  readonly certificates: readonly Uint8Array[];
  /** CRLs among the files, each with the path of its file. */
  readonly crls: readonly { readonly url: string; readonly der: Uint8Array }[];
  readonly source: 'file' | 'request';
}

/**
 * The certificates of all files, one after the other. A certificate that another file repeats is taken once: a CA hands
 * out the leaf as `.cer` and the chain, leaf included, as `.p7b`.
 */
export async function readChains(
  paths: readonly string[],
  context: ProcessContext,
): Promise<Result<ReadChain, readonly InputError[]>> {
  const read: ReadFile[] = [];
  const inputErrors: InputError[] = [];
  for (const path of paths) {
    const chain = await readChain(path, context);
    if (chain.ok) read.push(chain.value);
    else inputErrors.push({ about: path === '-' ? 'standard input' : path, problems: [problem(chain.error)] });
  }
  if (inputErrors.length === 0 && read.some(({ source }) => source === 'request') && read.length > 1) {
    inputErrors.push({
      about: 'the command line',
      problems: [problem('a request has to be the only file')],
    });
  }
  if (inputErrors.length === 0 && read.every(({ certificates }) => certificates.length === 0)) {
    inputErrors.push({ about: 'the command line', problems: [problem('the files hold CRLs and no certificate')] });
  }
  if (inputErrors.length > 0) return err(inputErrors);
  const certificates = read.flatMap((each, index) => {
    const before = read.slice(0, index).flatMap((other) => other.certificates);
    return each.certificates.filter((der) => !before.some((known) => Buffer.compare(known, der) === 0));
  });
  const lists = read.filter((each) => each.certificates.length > 0);
  const isOneList = lists.length === 1 && lists[0]?.isOrdered === true;
  return ok({
    files: read.map(({ file }) => file),
    certificates: isOneList ? certificates : inIssuingOrder(certificates),
    crls: read.flatMap(({ file, crls }) => crls.map((der) => ({ url: file.path, der }))),
    source: read[0]?.source ?? 'file',
  });
}

interface ReadFile extends Pick<ReadChain, 'certificates' | 'source'> {
  readonly file: InputFile;
  readonly crls: readonly Uint8Array[];
  readonly isOrdered: boolean;
}

/** Certificates of a file, or of standard input, as they stand there. The error is a clause. */
async function readChain(path: string, context: ProcessContext): Promise<Result<ReadFile, string>> {
  const file = path === '-' ? await readStandardInput(context) : await readInputFile(path);
  if (!file.ok) return file;
  const requests = findRequests(file.value.bytes);
  if (requests.length > 0) return await readOneRequest(file.value, requests);
  const crls = findCrls(file.value.bytes);
  const isCrl = crls[0] === file.value.bytes;
  const certificates = isCrl ? ok([]) : decodeCertificates(file.value.bytes);
  if (!certificates.ok && crls.length === 0) return err(certificates.error.message);
  const ders = certificates.ok ? certificates.value.map(({ der }) => der) : [];
  return ok({ file: file.value, certificates: ders, crls, isOrdered: isOrdered(file.value.bytes), source: 'file' });
}

async function readOneRequest(file: InputFile, requests: readonly Uint8Array[]): Promise<Result<ReadFile, string>> {
  const [request, ...others] = requests;
  if (request === undefined || others.length > 0)
    return err(`contains ${requests.length} requests; name one at a time`);
  // Imported late: it reads with a package that certificates do not need.
  const { readRequest } = await import('../../x509/read-request.ts');
  const draft = await readRequest(request);
  return draft.ok ? ok({ file, certificates: [draft.value], crls: [], isOrdered: true, source: 'request' }) : draft;
}

/** PEM blocks stand in the order in which a server would send them, which is judged; PKCS #7 keeps a SET. */
function isOrdered(bytes: Uint8Array): boolean {
  return Buffer.from(bytes).includes('CERTIFICATE-----');
}

/** A larger bundle is not a chain and keeps its order: ordering compares every certificate with every other. */
const maximumOrdered = 100;

/**
 * Gives a set the order of a chain: the leaf first, then the issuers of each certificate before them, then all others as they
 * were. The leaf is the first certificate; if that is a CA's, the only one of the set that is not a CA's.
 */
function inIssuingOrder(ders: readonly Uint8Array[]): readonly Uint8Array[] {
  if (ders.length > maximumOrdered) return ders;
  const entries = ders.map((der) => ({ der, decoded: decodeCertificate(der) }));
  const leaves = entries.filter(({ decoded }) => decoded.ok && !isCa(decoded.value));
  const [first] = entries;
  const leaf = first?.decoded.ok && isCa(first.decoded.value) && leaves.length === 1 ? leaves[0] : first;
  const ordered = new Set(leaf === undefined ? [] : [leaf]);
  // A Set visits what is added while it is walked, so this ends once no issuer of a member is left.
  for (const { decoded: subject } of ordered) {
    for (const entry of entries) {
      if (subject.ok && entry.decoded.ok && couldIssue(entry.decoded.value, subject.value)) ordered.add(entry);
    }
  }
  return [...new Set([...ordered, ...entries])].map(({ der }) => der);
}

async function readStandardInput({ stdin }: ProcessContext): Promise<Result<InputFile, string>> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const piece of stdin) {
      pieces.push(piece);
      length += piece.length;
      if (length > maxCertificateFileBytes)
        return err(`is longer than ${maxCertificateFileBytes} bytes, the limit for a file of certificates`);
    }
  } catch (error) {
    return err(describeFileError(error));
  }
  const bytes = Buffer.concat(pieces);
  return ok({ path: '-', bytes, sha256: createHash('sha256').update(bytes).digest('hex') });
}
