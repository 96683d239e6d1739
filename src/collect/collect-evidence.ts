import type { Budget } from '../async/deadlines.ts';
import type { FetchWish, NetworkEvidence } from '../model/network-evidence.ts';
import { noProxy } from '../model/proxy-url.ts';
import { type AddressPolicy, createAddressPolicy } from '../net/address-policy.ts';
import type { FetchOnce } from '../net/create-fetcher.ts';
import { type CheckLink, checkLink as checkLinkAnew } from '../pki/path/check-link.ts';
import { isSelfIssued } from '../pki/path/issuer-links.ts';
import { linkChain } from '../pki/path/link-chain.ts';
import { createCrlSignatureChecker } from '../pki/revocation/crl-defects.ts';
import { createMeter } from '../pki/work/meter.ts';
import type { Certificate } from '../x509/certificate.ts';
import { decodeCertificate } from '../x509/decode-certificate.ts';
import { askOcsp, type OcspSubject } from './ask-ocsp.ts';
import { type EvidenceTrail, startEvidenceTrail } from './evidence-trail.ts';
import { createCrlReader, fetchCrls } from './fetch-crls.ts';
import { type FetchedIssuers, fetchIssuers } from './fetch-issuers.ts';

/** Fetches what presented certificates (DER, leaf first) point to. Never rejects because of what a server does. */
export type CollectEvidence = (
  presented: readonly Uint8Array[],
  wish: FetchWish,
  budget: Pick<Budget, 'signal' | 'hold'>,
) => Promise<NetworkEvidence>;

export interface EvidenceOptions {
  readonly fetch: FetchOnce;
  /** Finds an issuer among the trusted roots, which servers do not send: an OCSP request needs its key. */
  readonly findAnchor?: (certificate: Certificate, checkLink: CheckLink) => Certificate | undefined;
  /** That of the run, which remembers its answers. Default: one that remembers nothing. */
  readonly checkLink?: CheckLink;
  /** The instant for which answers are to settle what is asked: the one that the run is judged at. */
  readonly at: Date;
}

/** Makes the `CollectEvidence` of one run. */
export function createEvidenceCollector({
  fetch,
  findAnchor,
  at,
  checkLink: checkOnce = checkLinkAnew,
}: EvidenceOptions): CollectEvidence {
  const readCrl = createCrlReader();
  const collect = async (
    presented: readonly Uint8Array[],
    wish: FetchWish,
    trail: EvidenceTrail,
  ): Promise<NetworkEvidence> => {
    const [leaf, ...others] = decodeAll(presented);
    if (leaf === undefined) return { issuers: [], crls: [], ocspResponses: [], fetches: [], complete: true };
    // What fetching asks of one endpoint costs no more than what judging it does.
    const meter = createMeter(checkOnce);
    const { checkLink } = meter;
    const checkSignature = createCrlSignatureChecker(meter.verify);
    const { issuers, namesakes } = wish.issuers
      ? await fetchIssuers({ leaf, presented: others, at, trail, checkLink })
      : noIssuers;
    const { reachable, links } = linkChain(leaf, [...others, ...issuers.map(({ certificate }) => certificate)], {
      checkLink,
    });
    const revocable = reachable.filter((certificate) => !isSelfIssued(certificate));
    const issuerOf = (certificate: Certificate): Certificate | undefined =>
      links.find(({ subject }) => subject === certificate)?.issuer ?? findAnchor?.(certificate, checkLink);
    const known = [...reachable, ...others, ...namesakes.map(({ certificate }) => certificate)];
    const [crls, ocspResponses] = await Promise.all([
      wish.crl ? fetchCrls({ certificates: revocable, issuerOf, known, at, read: readCrl, checkSignature }, trail) : [],
      wish.ocsp ? askOcsp(ocspSubjects(revocable, issuerOf), { trail, at, meter }) : [],
    ]);
    return {
      issuers: issuers.map(({ url, certificate }) => ({ url, der: certificate.der })),
      ...(namesakes.length > 0 && {
        otherKeys: namesakes.map(({ url, certificate }) => ({ url, der: certificate.der })),
      }),
      crls: [...crls],
      ocspResponses: [...ocspResponses],
      fetches: trail.fetches(),
      complete: trail.isComplete(),
    };
  };
  return async (presented, wish, budget) => {
    const trail = startEvidenceTrail({ fetch, policy: policyOf(wish), proxy: proxyOf(wish), budget });
    try {
      return await collect(presented, wish, trail);
    } finally {
      trail.close();
    }
  };
}

const noIssuers: FetchedIssuers = { issuers: [], namesakes: [] };

/** The certificates whose issuer is known. */
function ocspSubjects(
  certificates: readonly Certificate[],
  issuerOf: (certificate: Certificate) => Certificate | undefined,
): readonly OcspSubject[] {
  return certificates.flatMap((certificate) => {
    const issuer = issuerOf(certificate);
    return issuer === undefined ? [] : [{ certificate, issuer }];
  });
}

/** The presented certificates that can be decoded; none if the leaf cannot. */
function decodeAll(presented: readonly Uint8Array[]): readonly Certificate[] {
  const decoded = presented.map(decodeCertificate);
  return decoded[0]?.ok === true ? decoded.flatMap((each) => (each.ok ? [each.value] : [])) : [];
}

function proxyOf({ proxy }: FetchWish): string | undefined {
  return proxy === noProxy ? undefined : proxy;
}

function policyOf({ allow }: FetchWish): AddressPolicy {
  const policy = createAddressPolicy(allow);
  if (!policy.ok) throw new Error(`an entry of \`fetch.allow\` that targets should have refused: ${policy.error}`);
  return policy.value;
}
