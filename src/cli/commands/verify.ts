import { evaluateSaved } from '../../audit/evaluate-saved.ts';
import type { FetchQuestion } from '../../audit/fetch-for-observation.ts';
import type { EndpointObservation } from '../../model/endpoint-observation.ts';
import type { Problem } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { findPolicy, type Policies } from '../../policy/policies.ts';
import type { AdHocChoice } from '../../targets/parse-target-argument.ts';
import { type EndpointOverrides, overrideEndpoint } from '../../targets/expand-ad-hoc.ts';
import { parseHost } from '../../targets/host-name.ts';
import { chooseRole, objectToHost } from '../../targets/choose-role.ts';
import type { PlainTarget } from '../../targets/targets.ts';
import type { Arguments, Command } from '../command.ts';
import { readAuditEnvironment } from '../input/audit-environment.ts';
import { loadTrustStores } from '../input/load-trust-stores.ts';
import { locateTrustOption } from '../input/located-store.ts';
import { readPolicies } from '../input/read-policies.ts';
import { type ReadChain, readChains } from '../input/read-chain.ts';
import { readProxySecrets } from '../input/proxy-secrets.ts';
import { commandLineErrors, reportInputErrors } from '../input/report-input-errors.ts';
import { dialOptions, readDialOptions } from '../options/dial-options.ts';
import { judgeOptions, readJudgeOptions } from '../options/judge-options.ts';
import { outputOptions, readOutputOptions } from '../options/output-options.ts';
import { overrideOptions, readOverrideOptions } from '../options/override-options.ts';
import { recordOptions } from '../options/record-options.ts';
import { fetchProxyOptions, readProxyOptions } from '../options/proxy-options.ts';
import { selectOptions } from '../options/select-options.ts';
import { readTargetOptions, type TargetChoice, targetOptions, withRoute } from '../options/target-options.ts';
import { readTrustDataOption } from '../options/trust-data-option.ts';
import { problem } from '../problem.ts';
import type { ProcessContext } from '../process-context.ts';
import { describeRequest, describeRun, endpointOf, filesRead, observeFiles, unusedPort } from './observe-files.ts';
import { findOverwrites } from '../output/find-overwrites.ts';
import { runAudit } from '../run/run-audit.ts';
import { verifyForTargets } from './verify-for-targets.ts';

export const verifyCommand: Command = {
  name: 'verify',
  positionals: [
    {
      usage: '<files..>',
      describe:
        'certificates in PEM, DER or PKCS #7, leaf first, and their CRLs; or one PKCS #10 request; - for standard input',
    },
  ],
  describe: 'Checks a certificate before it is installed, or a request before it is submitted',
  options: {
    targets: { kind: 'text', describe: 'targets file: shows for which of its endpoints the certificate is suitable' },
    endpoint: { kind: 'text', describe: 'with --targets: id of the only endpoint to check (`expand` shows ids)' },
    ...selectOptions,
    host: { kind: 'text', describe: 'host name that clients will connect to (as. and download. included)' },
    role: { kind: 'text', describe: 'role of the certificate (server); `certmuster roles` lists them' },
    policy: { kind: 'text', describe: 'policy to judge by: an id, or FILE (the policy of the role)' },
    trust: { kind: 'list', describe: 'trust anchors: FILE, folder, mozilla or system (repeatable)' },
    fetch: targetOptions.fetch,
    'fetch-allow': targetOptions['fetch-allow'],
    ...fetchProxyOptions,
    resolve: dialOptions.resolve,
    'dns-server': dialOptions['dns-server'],
    ipv4: dialOptions.ipv4,
    ipv6: dialOptions.ipv6,
    timeout: { kind: 'text', describe: 'time limit for all fetches: 10 or 10s, 500ms, 1m (10s)' },
    ...judgeOptions,
    ...overrideOptions,
    ...outputOptions,
  },
  examples: [
    ['verify chain.pem --role virtual-server --host im.contoso.com --trust contoso-root.pem', 'an SSL certificate'],
    [
      'verify new.cer ca.p7b --role virtual-server --host im.contoso.com',
      'a certificate and its chain, as received from a CA',
    ],
    ['verify chain.pem --targets targets.json', 'for which endpoints of a deployment it is suitable'],
    ['verify new.req --role virtual-server --host im.contoso.com', 'a request, before it goes to the CA'],
    ['verify new.cer --role mtls --host cwa01.contoso.local --trust contoso-root.pem', 'an MTLS certificate'],
  ],
  run: verify,
};

async function verify(args: Arguments, context: ProcessContext) {
  if (args.text('targets') !== undefined) return await verifyForTargets(args, context, verifyCommand);
  const { route, problems: routeProblems } = readProxyOptions(args);
  const target = withRoute(readTargetOptions(args), route);
  const secrets = await readProxySecrets([], route, args, context);
  const dial = readDialOptions(args);
  const judge = readJudgeOptions(args);
  const { overrides, problems: overrideProblems } = readOverrideOptions(args);
  const outputs = readOutputOptions(args);
  const { policy } = target.choice;
  const known = await readPolicies(policy === undefined ? [] : [policy], { option: '--policy' });
  const host = readHost(args, { role: target.choice.role, policy: known.ids[0] }, known.policies);
  const chain = await readChains(args.positionals, context);
  const trust = target.overrides.trust ?? ['mozilla'];
  const trustData = await readTrustDataOption(args);
  const mozilla = trustData.ok ? trustData.value.mozilla : {};
  const stores = await loadTrustStores(locateTrustOption(trust), context, mozilla);
  const problems = [
    ...target.problems,
    ...routeProblems,
    ...(secrets.ok ? [] : secrets.error),
    ...dial.problems,
    ...judge.problems,
    ...overrideProblems,
    ...(outputs.ok ? findOverwrites(outputs.value, filesRead(args), 'verify') : outputs.error),
    ...Object.keys({ endpoint: '', ...selectOptions })
      .filter((option) => args.list(option).length > 0)
      .map((option) => problem('goes with --targets only', `--${option}`)),
    ...(host.ok ? [] : host.error),
  ];
  const errors = [
    ...commandLineErrors(problems),
    ...known.errors,
    ...(chain.ok ? [] : chain.error),
    ...(stores.ok ? [] : stores.error),
    ...(trustData.ok ? [] : trustData.error),
  ];
  if (errors.length > 0 || !outputs.ok || !host.ok || !chain.ok || !stores.ok || !trustData.ok || !secrets.ok)
    return reportInputErrors(context, errors, 'Nothing was judged.');
  const notices = [...(args.settings?.notices ?? []), ...describeInput(chain.value, target), ...stores.value.notices];
  if (!judge.isQuiet) for (const notice of notices) context.say(notice);
  const failOn = judge.failOn ?? 'error';
  const now = context.now();
  const { files } = chain.value;
  const options = recordOptions(args, verifyCommand);
  const described = describeRun({
    options,
    now,
    files,
    stores: [...stores.value.stores.values()],
    failOn,
    notices,
    policies: known.policies,
  });
  const run = { ...described, inputs: [...(args.settings?.inputs ?? []), ...described.inputs] };
  const observation = observeFiles(endpointOf({ ...host.value, trust }), chain.value, now);
  const endpoint = overrideEndpoint(observation.endpoint, fetchOverrides(target.overrides));
  const { monotonicMs } = context;
  return await runAudit(
    {
      destinations: outputs.value,
      failOn,
      count: 1,
      isQuiet: judge.isQuiet,
      start: (signal) => {
        const question = { stores: stores.value.stores, options: { ...dial, ...secrets.value }, at: judge.at };
        const observations = fetchIfAsked({ ...observation, endpoint }, question, signal, context);
        const judged = { at: judge.at, failOn, overrides, publicStore: trustData.value.store };
        return evaluateSaved(run, observations, judged, { now: context.now, monotonicMs, signal });
      },
    },
    context,
  );
}

/** Of the options that override an endpoint, the others concern dialling. */
function fetchOverrides({ fetch, fetchAllow = [], route }: TargetChoice['overrides']): EndpointOverrides {
  return { address: undefined, serverName: undefined, trust: undefined, fetch, fetchAllow, ...(route && { route }) };
}

/** The observation, with what its certificates point to if `--fetch` asks for that. */
async function* fetchIfAsked(
  observation: EndpointObservation,
  question: FetchQuestion,
  signal: AbortSignal,
  context: ProcessContext,
): AsyncGenerator<EndpointObservation> {
  if (observation.endpoint.fetch === undefined) {
    yield observation;
    return;
  }
  const { fetchForObservation } = await import('../../audit/fetch-for-observation.ts');
  yield await fetchForObservation(observation, question, { ...(await readAuditEnvironment(context)), signal });
}

/** What is judged with default stores, or in part only. */
function describeInput(chain: ReadChain, { overrides }: TargetChoice): readonly string[] {
  if (chain.source === 'request') return describeRequest(chain);
  return overrides.trust === undefined ? ['No --trust was given; the Mozilla store is used.'] : [];
}

/** What the certificate is for, as an endpoint that is not dialed. */
function readHost(args: Arguments, choice: AdHocChoice, policies: Policies): Result<PlainTarget, readonly Problem[]> {
  const text = args.text('host');
  if (text === undefined) return err([problem('is missing: the host name that clients will connect to', '--host')]);
  const host = parseHost(text);
  if (!host.ok) return err([problem(host.error, '--host')]);
  const chosen = chooseRole(choice, policies);
  if (!chosen.ok) return err([problem(chosen.error.message, `--${chosen.error.field}`)]);
  const { role, policy } = chosen.value;
  const objection = objectToHost(host.value.text, role, unusedPort);
  if (objection !== undefined) return err([problem(objection.message, '--host')]);
  const { text: name, isAddress } = host.value;
  const none = { address: null, serverName: undefined, trust: undefined };
  const hasVirtualServers = findPolicy(policy, policies).topology === 'cwa';
  return ok({ host: name, isAddress, port: unusedPort, role, policy, hasVirtualServers, ...none });
}
