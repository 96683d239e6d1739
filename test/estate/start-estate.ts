import type { DeploymentDeclaration, TargetsFile } from '../../src/model/targets-file.ts';
import { serverFqdn, urlHost } from './contoso.ts';
import { startGnutlsServer } from './gnutls-server.ts';
import { type NginxSite, startNginx } from './nginx.ts';
import { startOpensslServer } from './openssl-server.ts';
import {
  type Listening,
  type Place,
  type PlantedFault,
  type PlantedTarget,
  serverAt,
  type Workshop,
} from './planted/fault.ts';
import { soundListeners } from './planted/plant-faults.ts';
import { startScriptedPeer } from './scripted/scripted-peer.ts';
import { freePort } from './free-port.ts';
import type { TemporaryFolder } from './temporary-folder.ts';

/** Every listener of the faults, running, and the targets file that describes them. */
export interface Estate {
  readonly targets: TargetsFile;
  stop(): Promise<void>;
}

/** Starts all servers of an estate: one nginx for its sites, and a process or a script for each of the others. */
export async function startEstate(options: {
  readonly workshop: Workshop;
  readonly trustStores: NonNullable<TargetsFile['trustStores']>;
  readonly faults: readonly PlantedFault[];
  readonly plainTargets: readonly PlantedTarget[];
}): Promise<Estate> {
  const { workshop, trustStores, faults, plainTargets } = options;
  const listenings = new Map<string, Listening>(Object.entries(soundListeners(workshop)));
  for (const { name, listeners = {} } of faults) {
    for (const [own, listening] of Object.entries(listeners)) listenings.set(`${name}/${own}`, listening);
  }
  for (const { name, listener } of plainTargets) listenings.set(`target/${name}`, listener);
  const { places, stop } = await startAll(workshop.folder, listenings);
  const place = (name: string): Place => {
    const found = places.get(name);
    if (found === undefined) throw new Error(`nothing was started for ${name}`);
    return found;
  };
  return {
    targets: {
      trustStores,
      deployments: faults.map((fault) => declaration(fault, (own) => places.get(`${fault.name}/${own}`) ?? place(own))),
      targets: plainTargets.map(({ name, target }) => ({ ...target, ...place(`target/${name}`) })),
    },
    stop,
  };
}

/**
 * Servers fill the field for their time with random bytes, which look like a clock now and then. With bounds this close to the
 * two hours that are planted, they do so once in seven million.
 */
const thresholdsForRandomClocks = { clockSkewSeconds: 6_900, plausibleClockSkewSeconds: 7_500 };

function declaration(fault: PlantedFault, place: (name: string) => Place): DeploymentDeclaration {
  const trust = [...(fault.trust ?? ['contoso'])];
  return {
    name: fault.name,
    policy: 'cwa-2007-r2',
    trust: { internal: trust, external: trust, mtls: ['contoso'] },
    ...(fault.fetch === undefined ? {} : { fetch: fault.fetch }),
    policyOverrides: { thresholds: { ...thresholdsForRandomClocks, ...fault.thresholds } },
    virtualServers: [
      {
        url: `https://${urlHost}`,
        servers: [serverAt(serverFqdn, place('https'), place('mtls'))],
        ...fault.declare?.(place),
      },
    ],
  };
}

async function startAll(
  folder: TemporaryFolder,
  listenings: ReadonlyMap<string, Listening>,
): Promise<{ readonly places: ReadonlyMap<string, Place>; stop(): Promise<void> }> {
  const places = new Map<string, Place>();
  const stops: (() => Promise<void>)[] = [];
  const sites = new Map<string, NginxSite>();
  for (const [name, listening] of listenings) {
    if (listening.by === 'nginx') {
      sites.set(name, listening.site);
      continue;
    }
    if (listening.by === 'nobody') {
      places.set(name, { address: '127.0.0.1', port: await freePort() });
      continue;
    }
    const started = await startOne(folder, listening);
    places.set(name, { address: started.address, port: started.port });
    stops.push(started.stop);
  }
  const nginx = await startNginx(folder, sites);
  for (const [name, port] of nginx.ports) places.set(name, { address: nginx.address, port });
  return {
    places,
    stop: async () => {
      await Promise.all([nginx.stop(), ...stops.map((stop) => stop())]);
    },
  };
}

async function startOne(
  folder: TemporaryFolder,
  listening: Exclude<Listening, { readonly by: 'nginx' | 'nobody' }>,
): Promise<Place & { stop(): Promise<void> }> {
  if (listening.by === 'openssl') return startOpensslServer(folder, listening.presentation, listening.args);
  if (listening.by === 'gnutls') return startGnutlsServer(folder, listening.presentation, listening);
  const peer = await startScriptedPeer(listening.script);
  return { address: peer.address, port: peer.port, stop: () => peer.close() };
}
