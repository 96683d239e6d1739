import type { AuditRequest } from '../../audit/contract.ts';
import { hashAnchors } from '../../audit/summary/store-record.ts';
import type { RunConditions } from '../../model/run-conditions.ts';
import type { ScanSummary } from '../../model/scan-report.ts';

/** Options by which the same endpoint would get another judgement, or other evidence. */
const judging = [
  ...['at', 'policy', 'role', 'trust', 'trust-data', 'expiry-margin', 'check', 'skip-check'],
  ...['deployment', 'only-role', 'only-site', 'site'],
  ...['fetch', 'handshake', 'key-types', 'alpn', 'server-name', 'xmpp-to', 'prove-possession', 'client-cert'],
  ...['proxy', 'proxy-protocol', 'fetch-proxy'],
] as const;

/** Of a run that is about to start. */
export function conditionsOf({ recordedOptions, stores, sites }: AuditRequest): RunConditions {
  const hashes = [...stores].map(([name, { fingerprints }]) => [name, hashAnchors(fingerprints)] as const);
  return {
    options: judgingOptions(recordedOptions),
    stores: Object.fromEntries(hashes),
    ...(sites === undefined ? {} : { siteRun: sites.run }),
  };
}

/** Of a run that has ended. */
export function conditionsOfSummary({ options, trustStores }: ScanSummary): RunConditions {
  const hashes = trustStores.map(({ name, anchors }) => [name, hashAnchors(anchors)] as const);
  return { options: judgingOptions(options), stores: Object.fromEntries(hashes) };
}

/**
 * Why endpoints of the earlier run and of this one do not belong into one report; undefined: they do. A clause. Stores that only one of
 * them used are compared by the options that name them.
 */
export function findConflict(earlier: RunConditions, now: RunConditions): string | undefined {
  for (const name of judging) {
    const [before, after] = [showOption(name, earlier.options[name]), showOption(name, now.options[name])];
    if (before !== after) return `was written ${before}, and this run has been started ${after}`;
  }
  const changed = Object.keys(now.stores).filter(
    (name) => (earlier.stores[name] ?? now.stores[name]) !== now.stores[name],
  );
  if (changed.length === 0) return undefined;
  return `was written with other certificates in the trust store ${changed.join(', ')}`;
}

function judgingOptions(options: Readonly<Record<string, unknown>>): RunConditions['options'] {
  return Object.fromEntries(judging.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])));
}

function showOption(name: string, value: unknown): string {
  if (value === undefined) return `without --${name}`;
  return value === true ? `with --${name}` : `with --${name} ${[value].flat().join(` --${name} `)}`;
}
