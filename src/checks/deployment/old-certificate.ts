import { parseIpAddress } from '../../model/ip-address.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { hostNames } from '../names/certificate-names.ts';
import type { DeploymentMember } from '../define-deployment-check.ts';
import { dayText } from '../instant-text.ts';
import { joinWords, unique } from '../join-words.ts';
import { differingChecks, failingOn } from './differing-checks.ts';
import { serverOf } from './virtual-server-members.ts';

/** A server with its certificate. */
interface Holder {
  readonly member: DeploymentMember;
  readonly leaf: Certificate;
}

/**
 * Whether the servers differ because the certificate was renewed and some still have the old one: they fail, or lack names, and the
 * newest one does neither. Undefined: something else makes them differ.
 */
export function findOldCertificate(
  groups: readonly (readonly DeploymentMember[])[],
): { readonly title: string; readonly remedy: string; readonly certificate: Certificate } | undefined {
  for (const group of groups) {
    const holders = group.flatMap((member) => (member.leaf === undefined ? [] : [{ member, leaf: member.leaf }]));
    const [first, ...rest] = holders;
    if (first === undefined || holders.length < group.length) continue;
    const { leaf: newest } = rest.reduce((a, b) => (startOf(b) > startOf(a) ? b : a), first);
    const ahead = holders.filter(({ leaf }) => leaf.sha256 === newest.sha256);
    const behind = holders.filter((holder) => startOf(holder) < newest.notBefore.getTime());
    const [old] = behind;
    if (old === undefined || ahead.length + behind.length < holders.length) continue;
    if (!behind.every(({ leaf }) => isSuccessor(newest, leaf))) continue;
    const flaw = findFlaw(group, { ahead, behind, newest });
    if (flaw !== undefined) return { certificate: old.leaf, ...describe({ ahead, behind, flaw }) };
  }
  return undefined;
}

interface Rollover {
  readonly ahead: readonly Holder[];
  readonly behind: readonly Holder[];
  readonly newest: Certificate;
}

/** What is wrong with the old certificate alone. Undefined: nothing, or something is wrong with the newest one too. */
function findFlaw(group: readonly DeploymentMember[], { ahead, behind, newest }: Rollover): string | undefined {
  const renewed = new Set(ahead.map(({ member }) => member));
  if (differingChecks(group).some((check) => failingOn(group, check).some((member) => renewed.has(member))))
    return undefined;
  const known = new Set(ahead.flatMap(faultsOf));
  const checks = unique(
    behind.flatMap((holder) =>
      faultsOf(holder).flatMap((fault) => (known.has(fault) ? [] : [fault.slice(0, fault.indexOf('/'))])),
    ),
  );
  if (checks.includes('validity-period')) {
    const latest = new Date(Math.max(...behind.map(({ leaf }) => leaf.notAfter.getTime())));
    return `expired on ${dayText(latest)}`;
  }
  const missing = hostNames(newest).filter((name) => behind.some(({ leaf }) => !hostNames(leaf).includes(name)));
  if (missing.length > 0) return `without ${joinWords(missing)}`;
  return checks.length > 0 ? `fails ${joinWords(checks)}` : undefined;
}

/** The faults of the certificate itself, in contrast to those of the server or of another certificate of the chain. */
function faultsOf({ member: { report }, leaf }: Holder): readonly string[] {
  return report.causes
    .filter(({ certificate, severity }) => certificate === leaf.sha256 && severity !== 'info')
    .map(({ fault }) => fault)
    .filter((fault) => !fault.startsWith('expiry-margin/'));
}

/** Whether one certificate may have been issued to replace another: a certificate for other hosts was not. */
function isSuccessor(newer: Certificate, older: Certificate): boolean {
  const names = hostNames(older);
  return hostNames(newer).some((name) => names.includes(name));
}

function describe({ ahead, behind, flaw }: Omit<Rollover, 'newest'> & { readonly flaw: string }) {
  const old = unique(behind.map(({ member }) => serverOf(member)));
  const renewed = unique(ahead.map(({ member }) => serverOf(member)));
  const shorten = (servers: readonly string[]): string => joinWords(shortNames(servers, [...old, ...renewed]));
  const has = (servers: readonly string[]): string => (servers.length === 1 ? 'has' : 'have');
  return {
    title: `${shorten(old)} still ${has(old)} the old certificate (${flaw}); ${shorten(renewed)} ${has(renewed)} the new one`,
    remedy: `Install the certificate of ${renewed[0] ?? 'the other servers'} on ${joinWords(old)} too.`,
  };
}

/** The first label alone where all servers are of one domain. */
function shortNames(servers: readonly string[], all: readonly string[]): readonly string[] {
  const domains = new Set(all.map((server) => server.slice(server.indexOf('.'))));
  const isOneDomain =
    domains.size === 1 && all.every((server) => server.includes('.') && parseIpAddress(server) === undefined);
  return isOneDomain ? servers.map((server) => server.slice(0, server.indexOf('.'))) : servers;
}

function startOf({ leaf }: Holder): number {
  return leaf.notBefore.getTime();
}
