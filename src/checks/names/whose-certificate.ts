import type { Deployment } from '../../model/deployment.ts';
import { parseIpAddress } from '../../model/ip-address.ts';
import { compareNames } from '../../pki/names/compare-names.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { hostNames } from './certificate-names.ts';
import { type DeclaredPlace, declaredPlaces } from './declared-places.ts';

/** What a certificate is that does not match the name dialed. */
export type Owner =
  /** It carries other names that are expected here, so it is the right one and lacks a name. */
  | { readonly kind: 'this-endpoint' }
  /** `place`: as messages call it. */
  | { readonly kind: 'another-endpoint'; readonly place: string }
  /** Software made it for itself when it was installed. */
  | { readonly kind: 'placeholder' }
  | { readonly kind: 'stranger' };

/**
 * Finds out for which endpoint a certificate was made. `host` is the name dialed, `family` all names that are expected at its place;
 * `deployment` is undefined outside of one, where nothing is known of other places; `placesByHost` are those of its parameters, by the names dialed.
 */
export function whoseCertificate(
  leaf: Certificate,
  {
    host,
    family,
    deployment,
    placesByHost,
    owner,
  }: {
    readonly host: string;
    /** `ownerKey` of the endpoint: its own certificate for another of its names is not that of another endpoint. */
    readonly owner: string;
    readonly family: readonly string[];
    readonly deployment: Deployment | undefined;
    readonly placesByHost: () => ReadonlyMap<string, DeclaredPlace>;
  },
): Owner {
  const names = hostNames(leaf);
  if (family.some((name) => carries(leaf, name))) return { kind: 'this-endpoint' };
  const belongsTo = ({ hosts, matcher }: DeclaredPlace): boolean =>
    hosts.some((name) => compareNames(leaf, name)(matcher).matches);
  const declared = deployment === undefined ? [] : declaredPlaces(deployment);
  const named = names
    .flatMap((name) => placesByHost().get(name.toLowerCase()) ?? [])
    .filter(({ owners }) => owners?.has(owner) !== true);
  const other = [...declared, ...named].find(belongsTo);
  if (other !== undefined) return { kind: 'another-endpoint', place: other.text };
  if (isPlaceholderCertificate(leaf)) return { kind: 'placeholder' };
  // Certificates for addresses are rare, so a client that dials one mostly reaches the right server.
  if (names.length === 0 || parseIpAddress(host) !== undefined) return { kind: 'this-endpoint' };
  return names.some((name) => isSameSite(name, host)) ? { kind: 'this-endpoint' } : { kind: 'stranger' };
}

/** Whether software made the certificate for itself when it was installed. */
export function isPlaceholderCertificate(leaf: Certificate): boolean {
  const names = hostNames(leaf);
  return names.length > 0 && names.every(isPlaceholder);
}

/** Whether a name is anywhere in the certificate, by the rules of whichever client. */
function carries(leaf: Certificate, name: string): boolean {
  const matches = compareNames(leaf, name);
  return matches('schannel').matches || matches('mtls').matches;
}

/** `www.` more or less, or a wildcard over the domain itself or over something deeper in it. */
function isSameSite(name: string, host: string): boolean {
  if (!name.startsWith('*.')) return name === `www.${host}` || `www.${name}` === host;
  const domain = name.slice('*.'.length);
  return host === domain || host.endsWith(`.${domain}`);
}

/** Names for which no CA issues. */
function isPlaceholder(name: string): boolean {
  return placeholders.has(name) || name.endsWith('.traefik.default');
}

/** Of web servers and distributions, ingress-nginx and Traefik. */
const placeholders: ReadonlySet<string> = new Set([
  'localhost',
  'localhost.localdomain',
  'kubernetes ingress controller fake certificate',
  'ingress.local',
  'traefik default cert',
]);
