import type { Endpoint } from '../model/endpoint.ts';
import { withAddress } from '../model/endpoint-id.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import { silentObservation } from '../model/silent-observation.ts';
import type { SiteOptions } from '../model/site-messages.ts';
import type { ScannerEngine } from '../sites/contract.ts';
import { createSiteDesk, type SeenFromSite } from '../sites/site-desk.ts';
import type { AuditEnvironment, AuditRequest, SitesRequest } from './contract.ts';
import { createRandomFraction, createRandomSource } from './random-source.ts';
import { mozillaStoreName } from '../pki/trust/mozilla-store.ts';
import type { FamilyLog } from './family-log.ts';

/** Has endpoints seen from their sites. */
export interface SiteObserver {
  /** Undefined: the endpoint is dialed here, because it has no site, its site is this one, or no broker is known for it. */
  readonly observe: (
    request: Endpoint,
    uniqueId: (id: string) => string,
  ) => Promise<readonly EndpointObservation[]> | undefined;
  readonly notices: () => readonly string[];
  readonly close: () => Promise<void>;
}

export interface SiteObserverOptions {
  readonly request: AuditRequest & { readonly sites: SitesRequest };
  readonly environment: Pick<AuditEnvironment, 'now' | 'signal' | 'connectBroker'> & {
    readonly monotonicMs: () => number;
  };
  readonly startedAt: Date;
  readonly familyLog: Pick<FamilyLog, 'addFrom'>;
}

/** Loads the client of the broker, which only runs with sites need. Connections are made when the first endpoint needs one. */
export async function openSiteObserver({
  request,
  environment,
  startedAt,
  familyLog,
}: SiteObserverOptions): Promise<SiteObserver> {
  const { sites, siteKeys, options, earlier } = request;
  const { now, signal, monotonicMs } = environment;
  const connect = environment.connectBroker ?? (await loadConnect());
  const engines = new Map<string, ScannerEngine>();
  const engineOf = (site: string): ScannerEngine | undefined => {
    const broker =
      sites.brokers.find((each) => each.site === site) ?? sites.brokers.find((each) => each.site === undefined);
    if (broker === undefined) return undefined;
    const key = broker.access.url.text;
    const known = engines.get(key);
    if (known !== undefined) return known;
    const engine = connect(broker.access);
    engines.set(key, engine);
    for (const run of sites.abandoned ?? []) engine.drop(run);
    return engine;
  };
  const desk = createSiteDesk({
    ...{ run: sites.run, isContinued: sites.isContinued, engineOf, keys: siteKeys, waitMs: sites.waitMs },
    ...{ options: siteOptions(request, startedAt), now, monotonicMs, signal },
  });

  const use = (endpoint: Endpoint & { readonly site: string }, seen: SeenFromSite): readonly EndpointObservation[] => {
    const { exclusions } = options;
    const excluded = seen.excluded.filter((address) => exclusions?.leavesOut({ ...endpoint, address }));
    familyLog.addFrom(endpoint.site, seen.leftOut);
    if (seen.observations.length > 0 || excluded.length > 0) return seen.observations;
    const message = `A worker of the site ${endpoint.site} left out addresses that --exclude does not name; run the same version at both places.`;
    return [silentObservation(endpoint, now(), { stage: 'site', kind: 'site-without-worker', message })];
  };
  const observeOne = async (
    endpoint: Endpoint & { readonly site: string },
    uniqueId: (id: string) => string,
  ): Promise<readonly EndpointObservation[]> => {
    const observations = use(endpoint, await desk.observe(endpoint));
    const ids = new Map<string, string>();
    const named = observations.map((observation) => {
      const { id, address } = observation.endpoint;
      if (endpoint.address !== null || address === null) return observation;
      // The key types of one address share its id, and add themselves.
      const plain = withAddress(endpoint.id, address);
      const unique = ids.get(address) ?? uniqueId(plain);
      ids.set(address, unique);
      return unique === plain
        ? observation
        : { ...observation, endpoint: { ...observation.endpoint, id: `${unique}${id.slice(plain.length)}` } };
    });
    return named.filter(({ endpoint: { id } }) => earlier?.ids.has(id) !== true);
  };
  return {
    observe: (endpoint, uniqueId) => {
      const { site } = endpoint;
      if (site === undefined || site === request.site || engineOf(site) === undefined) return undefined;
      const addresses = endpoint.address === null ? overriddenAddresses(endpoint, options.resolve) : undefined;
      if (addresses === undefined) return observeOne({ ...endpoint, site }, uniqueId);
      const wanted = addresses.filter((address) => !options.exclusions?.leavesOut({ ...endpoint, address }));
      const each = wanted.map((address) => {
        const id = uniqueId(withAddress(endpoint.id, address));
        return observeOne({ ...endpoint, site, address, id }, uniqueId);
      });
      return Promise.all(each).then((found) => found.flat());
    },
    notices: desk.notices,
    close: desk.end,
  };
}

async function loadConnect(): Promise<NonNullable<AuditEnvironment['connectBroker']>> {
  const { createScannerEngine } = await import('../sites/amqp/scanner-engine.ts');
  const random = createRandomFraction(createRandomSource());
  return (access) => createScannerEngine({ access, name: 'certmuster scan', random });
}

/** `--resolve` says where to dial whoever dials, so the worker looks nothing up. */
function overriddenAddresses(
  { lookupName, host, port, proxy }: Endpoint,
  overrides: AuditRequest['options']['resolve'],
): readonly string[] | undefined {
  if (proxy !== undefined) return undefined;
  const name = lookupName ?? host;
  const found = overrides.get(`${name}:${port}`) ?? overrides.get(name);
  return found && [...new Set(found)];
}

function siteOptions({ options, stores }: AuditRequest, startedAt: Date): SiteOptions {
  const { timeoutMs, retries = 0, provePossession, keyTypes, handshake = 'modern', alpn = [] } = options;
  const { addressFamily, clientName, exclusions, at } = options;
  return {
    ...{ timeoutMs, retries, provePossession, keyTypes, handshake, alpn: [...alpn] },
    ...(addressFamily === undefined ? {} : { addressFamily }),
    ...(clientName === undefined ? {} : { clientName }),
    at: (at ?? startedAt).toISOString(),
    exclude: [...(exclusions?.texts ?? [])],
    anchors: ownAnchors(stores),
  };
}

/** Every batch carries them, so a whole store of public roots is not sent; workers have those of Mozilla. */
const maxAnchors = 64;
const maxAnchorBytes = 32_768;

/** The roots of the operator's own stores, smallest store first, as far as there is room. */
function ownAnchors(stores: AuditRequest['stores']): string[] {
  const own = [...stores].filter(([name]) => name !== mozillaStoreName).map(([, { anchors }]) => anchors);
  const sent = new Set<string>();
  let bytes = 0;
  for (const anchors of own.sort((a, b) => a.length - b.length)) {
    bytes += anchors.reduce((sum, { length }) => sum + length, 0);
    if (bytes > maxAnchorBytes || sent.size + anchors.length > maxAnchors) break;
    for (const der of anchors) sent.add(Buffer.from(der).toString('base64'));
  }
  return [...sent];
}
