import type { Deployment } from '../../model/deployment.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { createIdRegister } from '../../model/endpoint-id.ts';
import type { Problem } from '../../model/problem.ts';
import type { Policy } from '../../policy/policy.ts';
import type { PolicyId } from '../../model/vocabulary.ts';
import { type EndpointOverrides, overrideEndpoint } from '../../targets/expand-ad-hoc.ts';
import { overrideProxy } from '../../targets/override-route.ts';
import { distinguishSites } from '../../targets/vantages.ts';
import { problem } from '../problem.ts';
import { commandLineErrors } from './report-input-errors.ts';
import type { GatheredTargets } from './gathered-targets.ts';
import { locateTrustOption } from './located-store.ts';

/** Joins what each argument asks for, in the order of the command line, and applies the options that override it. */
export function mergeTargets(parts: readonly GatheredTargets[], overrides: EndpointOverrides): GatheredTargets {
  const { trust, exclusions } = overrides;
  const deployments = mergeDeployments(parts).map((each) => overrideProxy(each, overrides.route));
  const problems = [
    ...(trust === undefined ? findStoreClashes(parts) : []),
    ...findRepeatedDeployments(deployments),
    ...findPolicyClashes(parts),
    ...findKeyClashes(parts),
  ];
  const endpoints = mergeEndpoints(parts, overrides);
  const notes = unique(parts.flatMap((part) => part.notes));
  const isAllExcluded = Array.isArray(endpoints) && endpoints.length === 0 && (exclusions?.count() ?? 0) > 0;
  const errors = [
    ...(problems.length === 0 ? [] : [{ about: 'the set of targets files', problems }]),
    ...(isAllExcluded ? commandLineErrors([problem('leaves out every target; exclude less', '--exclude')]) : []),
  ];
  return {
    deployments,
    endpoints,
    count: countMerged(endpoints, parts, overrides),
    stores: trust === undefined ? new Map(parts.flatMap(({ stores }) => [...stores])) : locateTrustOption(trust),
    policies: new Map(parts.flatMap(({ policies }) => [...policies])),
    proxies: parts.flatMap(({ proxies = [] }) => proxies),
    sites: mergeSites(parts),
    ...mergeSiteKeys(parts),
    inputs: parts.flatMap(({ inputs }) => inputs),
    notices: unique([...(trust === undefined ? parts.flatMap(({ notices }) => notices) : []), ...notes]),
    notes,
    lateNotices: () => [...parts.flatMap(({ lateNotices }) => lateNotices?.() ?? []), ...(exclusions?.notices() ?? [])],
    errors: [...parts.flatMap((part) => part.errors), ...errors],
  };
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

/** The deployment that bare URLs of the command line make up; it has no name. */
export function deploymentOfBareUrls(policy: PolicyId, virtualServers: Deployment['virtualServers']): Deployment {
  return { name: null, policy, policyOverrides: {}, virtualServers };
}

/** All bare URLs of the command line are one deployment, the last. */
function mergeDeployments(parts: readonly GatheredTargets[]): readonly Deployment[] {
  const all = parts.flatMap(({ deployments }) => deployments);
  const bare = all.filter(({ name }) => name === null);
  const named = all.filter(({ name }) => name !== null);
  const [first] = bare;
  // One command line has one `--policy`.
  return first === undefined
    ? named
    : [
        ...named,
        deploymentOfBareUrls(
          first.policy,
          bare.flatMap(({ virtualServers }) => virtualServers),
        ),
      ];
}

function findRepeatedDeployments(deployments: readonly Deployment[]): readonly Problem[] {
  const names = deployments.map(({ name }) => name);
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  return repeated.map((name) => problem(`the deployment ${name} is in more than one targets file`));
}

/** A policy of one file must not judge what another file means by the same id. */
function findPolicyClashes(parts: readonly GatheredTargets[]): readonly Problem[] {
  const seen = new Map<string, Policy>();
  const clashes = new Set<string>();
  for (const [id, policy] of parts.flatMap(({ policies }) => [...policies])) {
    const known = seen.get(id) ?? policy;
    if (known !== policy && JSON.stringify(known.documents) !== JSON.stringify(policy.documents)) clashes.add(id);
    seen.set(id, policy);
  }
  return [...clashes].map((id) => problem(`the policy ${id} is declared differently in two targets files`));
}

function findStoreClashes(parts: readonly GatheredTargets[]): readonly Problem[] {
  const seen = new Map<string, string>();
  const clashes = new Set<string>();
  for (const [name, store] of parts.flatMap(({ stores }) => [...stores])) {
    const meaning = JSON.stringify(store);
    if ((seen.get(name) ?? meaning) !== meaning) clashes.add(name);
    seen.set(name, meaning);
  }
  return [...clashes].map((name) => problem(`the trust store ${name} is declared differently in two targets files`));
}

/** Undefined: a file declares none, so any may be named. */
function mergeSites(parts: readonly GatheredTargets[]): GatheredTargets['sites'] {
  const declared = parts.flatMap(({ sites }) => sites ?? []);
  return declared.length === 0 ? undefined : unique(declared);
}

function mergeSiteKeys(parts: readonly GatheredTargets[]): Pick<GatheredTargets, 'siteKeys'> {
  const all = parts.flatMap(({ siteKeys }) => [...(siteKeys ?? [])]);
  return all.length === 0 ? {} : { siteKeys: new Map(all) };
}

/** Which of two keys is right cannot be known. */
function findKeyClashes(parts: readonly GatheredTargets[]): readonly Problem[] {
  const seen = new Map<string, string>();
  const clashes = new Set<string>();
  for (const [site, key] of parts.flatMap(({ siteKeys }) => [...(siteKeys ?? [])])) {
    const text = Buffer.from(key).toString('base64');
    if ((seen.get(site) ?? text) !== text) clashes.add(site);
    seen.set(site, text);
  }
  return [...clashes].map((site) => problem(`the site ${site} has different public keys in two targets files`));
}

/** At addresses of ranges mostly nothing answers, and then there is no endpoint. */
function countMerged(
  endpoints: GatheredTargets['endpoints'],
  parts: readonly GatheredTargets[],
  { exclusions }: EndpointOverrides,
): number | undefined {
  if (Array.isArray(endpoints)) {
    const all = endpoints as readonly Endpoint[];
    return all.some(({ range }) => range !== undefined) ? undefined : all.length;
  }
  return exclusions === undefined ? addCounts(parts) : undefined;
}

function addCounts(parts: readonly GatheredTargets[]): number | undefined {
  let sum = 0;
  for (const { count } of parts) {
    if (count === undefined) return undefined;
    sum += count;
  }
  return sum;
}

/** An array if every part is one, with unique ids. Endpoints of streams get theirs from the scan, which has to tell them apart anyway. */
function mergeEndpoints(parts: readonly GatheredTargets[], overrides: EndpointOverrides): GatheredTargets['endpoints'] {
  const arrays = parts.flatMap(({ endpoints }) => (Array.isArray(endpoints) ? [endpoints as readonly Endpoint[]] : []));
  if (arrays.length < parts.length) return streamEndpoints(parts, overrides);
  const uniqueId = createIdRegister();
  const { exclusions } = overrides;
  const changed = arrays.flat().map((endpoint) => override(endpoint, overrides));
  const kept = changed.filter((endpoint) => !exclusions?.leavesOut(endpoint));
  return distinguishSites(kept).map((endpoint) => ({ ...endpoint, id: uniqueId(endpoint.id) }));
}

async function* streamEndpoints(
  parts: readonly GatheredTargets[],
  overrides: EndpointOverrides,
): AsyncGenerator<Endpoint> {
  const { exclusions } = overrides;
  for (const { endpoints } of parts) {
    for await (const endpoint of endpoints) {
      const changed = override(endpoint, overrides);
      if (!exclusions?.leavesOut(changed)) yield changed;
    }
  }
}

/** Removes the number that made the id unique within its part: ids become unique again over all parts. */
function override(endpoint: Endpoint, overrides: EndpointOverrides): Endpoint {
  const changed = overrideEndpoint(endpoint, overrides);
  return { ...changed, id: changed.id.replace(/#\d+$/, '') };
}
