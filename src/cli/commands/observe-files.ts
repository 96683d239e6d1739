import { endpointId } from '../../model/endpoint-id.ts';
import type { EndpointObservation } from '../../model/endpoint-observation.ts';
import type { SavedRun } from '../../model/saved-run.ts';
import { tool } from '../../model/tool.ts';
import type { TrustStore } from '../../pki/path/path.ts';
import { expandPlainTarget } from '../../targets/expand-plain-target.ts';
import type { PlainTarget } from '../../targets/targets.ts';
import type { InputFile } from '../input/input-file.ts';
import type { ReadChain } from '../input/read-chain.ts';

/** An endpoint needs a port; the report of a file shows none. */
export const unusedPort = 443;

/** Certificates of files, as an observation of the endpoint that they are for. */
export function observeFiles(
  target: PlainTarget,
  { certificates, source }: Pick<ReadChain, 'certificates' | 'source'>,
  now: Date,
): EndpointObservation {
  const endpoint = { ...expandPlainTarget(target), address: null, probeWithoutServerName: false };
  return {
    schemaVersion: '1.0',
    endpoint: { ...endpoint, id: endpointId({ ...endpoint, authority: null, port: null }) },
    observedAt: now.toISOString(),
    source,
    failure: null,
    handshake: null,
    attempts: [],
    certificates: [...certificates],
    withoutServerName: null,
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
}): SavedRun {
  const now = about.now.toISOString();
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
    deployments: [],
    trustStores: about.stores.map(({ name, source, date, anchors }) => ({ name, source, date, anchors: [...anchors] })),
    nameResolutions: [],
    notices: [...about.notices],
  };
}
