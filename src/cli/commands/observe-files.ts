import { endpointId } from '../../model/endpoint-id.ts';
import type { EndpointObservation } from '../../model/endpoint-observation.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import type { SavedRun } from '../../model/saved-run.ts';
import { tool } from '../../model/tool.ts';
import { documentsToKeep, type Policies } from '../../policy/policies.ts';
import type { TrustStore } from '../../pki/path/path.ts';
import { expandPlainTarget } from '../../targets/expand-plain-target.ts';
import type { PlainTarget } from '../../targets/targets.ts';
import type { Arguments } from '../command.ts';
import type { InputFile } from '../input/input-file.ts';
import type { ReadChain } from '../input/read-chain.ts';

/** An endpoint needs a port; the report of a file shows none. */
export const unusedPort = 443;

/** What certificates of files are for, as an endpoint that is not dialed. */
export function endpointOf(target: PlainTarget): Endpoint {
  const endpoint = { ...expandPlainTarget(target), address: null, probeWithoutServerName: false };
  return { ...endpoint, id: endpointId({ ...endpoint, authority: null, port: null }) };
}

/** Certificates of files, as an observation of the endpoint that they are for. */
export function observeFiles(
  endpoint: Endpoint,
  { certificates, crls, source }: Pick<ReadChain, 'certificates' | 'crls' | 'source'>,
  now: Date,
): EndpointObservation {
  return {
    schemaVersion: '1.0',
    endpoint,
    observedAt: now.toISOString(),
    source,
    failure: null,
    handshake: null,
    attempts: [],
    certificates: [...certificates],
    withoutServerName: null,
    ...(crls.length > 0 && {
      evidence: { issuers: [], crls: [...crls], ocspResponses: [], fetches: [], complete: true },
    }),
  };
}

/** The run in which the files were read. */
export function describeRun(about: {
  readonly options: Readonly<Record<string, unknown>>;
  readonly now: Date;
  readonly files: readonly InputFile[];
  readonly stores: readonly TrustStore[];
  readonly failOn: SavedRun['failOn'];
  readonly notices: readonly string[];
  readonly deployments?: readonly Deployment[];
  readonly policies: Policies;
}): SavedRun {
  const now = about.now.toISOString();
  const kept = documentsToKeep(about.policies);
  return {
    schemaVersion: '1.0',
    tool,
    startedAt: now,
    finishedAt: now,
    asOf: now,
    complete: true,
    inputs: about.files.map(({ path, sha256 }) => ({ path, sha256 })),
    options: { ...about.options },
    failOn: about.failOn,
    deployments: [...(about.deployments ?? [])],
    ...(kept.length === 0 ? {} : { policies: kept }),
    trustStores: about.stores.map(({ name, source, date, anchors }) => ({ name, source, date, anchors: [...anchors] })),
    nameResolutions: [],
    notices: [...about.notices],
  };
}

/** What is left out of the judgement of a request; nothing of a certificate. */
export function describeRequest({ source, files }: Pick<ReadChain, 'source' | 'files'>): readonly string[] {
  if (source !== 'request') return [];
  const name = files[0]?.path === '-' ? 'Standard input' : files[0]?.path;
  return [`${name} is a certificate request; checks that need the issued certificate are left out.`];
}

/** The files that `verify` reads, which no output may overwrite. */
export function filesRead(args: Arguments): readonly { readonly path: string }[] {
  const named = [args.text('targets'), args.text('trust-data')].filter((path) => path !== undefined);
  return [...args.positionals, ...args.list('trust'), ...named].map((path) => ({ path }));
}
