import type { AuditRequest } from '../../audit/contract.ts';
import type { TargetsFile } from '../../model/targets-file.ts';
import type { TrustStore } from '../../pki/path/path.ts';

/** Something on loopback to audit, as `lab` starts it. */
export interface DemoPlace {
  readonly targets: TargetsFile;
  /** PEM text by the file name that the targets file uses. */
  readonly trustFiles: ReadonlyMap<string, string>;
  readonly resolve: ReadonlyMap<string, readonly string[]>;
}

/** What the command line would have made of its targets file. */
export async function demoRequest(
  { targets, trustFiles, resolve }: DemoPlace,
  pace: { readonly concurrency: number; readonly timeoutMs: number },
): Promise<AuditRequest> {
  const [{ parseTargets }, { expandTargets }, { policies }] = await Promise.all([
    import('../../targets/parse-targets.ts'),
    import('../../targets/expand-targets.ts'),
    import('../../policy/policies.ts'),
  ]);
  const parsed = parseTargets(targets, policies);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const { deployments, endpoints, notices } = expandTargets(parsed.value, policies);
  return {
    deployments,
    endpoints,
    notices,
    stores: await storesFrom(trustFiles, parsed.value.trustStores),
    inputs: [],
    recordedOptions: { demo: true },
    options: {
      ...pace,
      at: undefined,
      resolve,
      dnsServers: [],
      provePossession: false,
      keyTypes: 'default',
      failOn: 'error',
    },
  };
}

type Declared = import('../../targets/targets.ts').Targets['trustStores'];

async function storesFrom(
  trustFiles: DemoPlace['trustFiles'],
  declared: Declared,
): Promise<ReadonlyMap<string, TrustStore>> {
  const [{ readTrustAnchors }, { createTrustStore }] = await Promise.all([
    import('../../pki/trust/read-trust-anchors.ts'),
    import('../../pki/trust/trust-store.ts'),
  ]);
  const stores = new Map<string, TrustStore>();
  for (const [name, source] of declared) {
    const files = source.kind === 'files' ? source.files : [];
    const texts = files.map((path) => ({ path, bytes: Buffer.from(trustFiles.get(path) ?? '') }));
    const anchors = readTrustAnchors(texts);
    if (!anchors.ok) throw new Error(anchors.error.map(({ message }) => message).join(' '));
    const store = createTrustStore({ name, source: files.join(', '), date: null, anchors: anchors.value });
    if (!store.ok) throw new Error(store.error.message);
    stores.set(name, store.value);
  }
  return stores;
}
