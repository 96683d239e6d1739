import { waivableChecks } from '../evaluate/waivable-checks.ts';
import { jsonPath, type Problem } from '../model/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { TrustStore } from '../pki/path/path.ts';
import { readTrustAnchors } from '../pki/trust/read-trust-anchors.ts';
import { createTrustStore } from '../pki/trust/trust-store.ts';
import { type Policies, standardPolicies } from '../policy/policies.ts';
import type { Policy } from '../policy/policy.ts';
import { expandTargets } from '../targets/expand-targets.ts';
import { parseTargets } from '../targets/parse-targets.ts';
import type { StoreSource } from '../targets/targets.ts';
import type { AuditOptions, AuditRequest } from './contract.ts';
import { defaultAuditOptions } from './default-options.ts';
import { createMozillaStore, mozillaStoreName } from '../pki/trust/mozilla-store.ts';
import { readSiteKeys } from './site-keys.ts';

/** What a program hands in to prepare an audit. */
export interface AuditPlan {
  /** A targets file, already parsed as JSON: see `certmuster schema targets`. */
  readonly targets: unknown;
  /** Content (PEM, DER or PKCS #7) of the files that its `trustStores` name, by the name written there. */
  readonly trustFiles?: ReadonlyMap<string, Uint8Array>;
  /** Content (PEM or DER) of the files that its `sites` name as public keys, by the name written there. */
  readonly keyFiles?: ReadonlyMap<string, Uint8Array>;
  /** Stores made elsewhere, by name; they replace those of the file. A bundled `system` store can only be given here. */
  readonly stores?: ReadonlyMap<string, TrustStore>;
  /** Policies that the file names beside the standard ones. */
  readonly policies?: Policies;
  /** Options that are left out are those of `defaultAuditOptions`. */
  readonly options?: Partial<AuditOptions>;
}

/** Turns a targets file into a request for `audit`; an error lists all problems. Nothing is resolved or dialed. */
export function prepareAudit(plan: AuditPlan): Result<AuditRequest, readonly Problem[]> {
  const misnamed = [...(plan.policies ?? [])].filter(
    ([id, policy]) => policy.id !== id || isAnotherThanStandard(policy),
  );
  if (misnamed.length > 0) {
    const message = 'is not the standard policy of that id, or has another key than its id; choose an id of its own';
    return err(misnamed.map(([id]) => ({ path: jsonPath(['policies', id]), message })));
  }
  const policies = new Map([...standardPolicies, ...(plan.policies ?? [])]);
  const parsed = parseTargets(plan.targets, policies, waivableChecks());
  if (!parsed.ok) return parsed;
  const { deployments, endpoints, storesNeeded, notices, notes } = expandTargets(parsed.value, policies);
  const problems: Problem[] = [];
  const stores = new Map(plan.stores);
  const anchorNotices = new Set<string>();
  for (const name of storesNeeded) {
    if (stores.has(name)) continue;
    const store = makeStore(name, parsed.value.trustStores.get(name), plan.trustFiles ?? new Map());
    if (store.ok) {
      stores.set(name, store.value.store);
      for (const notice of store.value.notices) anchorNotices.add(notice);
    } else problems.push(...store.error);
  }
  const siteKeys = readSiteKeys(parsed.value, plan.keyFiles ?? new Map());
  if (!siteKeys.ok) problems.push(...siteKeys.error);
  if (problems.length > 0 || !siteKeys.ok) return err(problems);
  const options = { ...defaultAuditOptions, ...plan.options };
  return ok({
    deployments,
    endpoints,
    stores,
    policies,
    options,
    ...(siteKeys.value.size > 0 && { siteKeys: siteKeys.value }),
    inputs: [],
    recordedOptions: {},
    notices: [...notices, ...notes, ...anchorNotices],
  });
}

/** A saved run keeps no standard policy, so what has the id of one has to be it. */
function isAnotherThanStandard({ id, documents }: Policy): boolean {
  const standard = standardPolicies.get(id);
  return standard !== undefined && JSON.stringify(standard.documents) !== JSON.stringify(documents);
}

function makeStore(
  name: string,
  source: StoreSource | undefined,
  trustFiles: ReadonlyMap<string, Uint8Array>,
): Result<{ readonly store: TrustStore; readonly notices: readonly string[] }, readonly Problem[]> {
  const at = (message: string): Problem => ({ path: jsonPath(['trustStores', name]), message });
  const bundled = source === undefined ? name : source.kind === 'bundled' ? source.bundled : undefined;
  if (bundled === mozillaStoreName) return ok({ store: createMozillaStore(), notices: [] });
  if (source === undefined || source.kind === 'bundled') {
    return err([at(`the bundled store ${bundled} is not available here; pass it in under \`stores\``)]);
  }
  const missing = source.files.filter((file) => !trustFiles.has(file));
  if (missing.length > 0) return err(missing.map((file) => at(`${file} is not among the trust files passed in`)));
  const files = source.files.map((path) => ({ path, bytes: trustFiles.get(path) ?? new Uint8Array() }));
  const read = readTrustAnchors(files);
  if (!read.ok) return err(read.error.map(({ message }) => at(message)));
  const { anchors, notices } = read.value;
  const store = createTrustStore({ name, source: source.files.join(', '), date: null, anchors });
  return store.ok ? ok({ store: store.value, notices }) : err([at(store.error.message)]);
}
