import type { AuditEnvironment } from '../../audit/contract.ts';
import type { FetchQuestion } from '../../audit/fetch-for-observation.ts';
import { endpointId } from '../../model/endpoint-id.ts';
import type { EndpointObservation } from '../../model/endpoint-observation.ts';
import type { Problem } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { SavedRun } from '../../model/saved-run.ts';
import { tool } from '../../model/tool.ts';
import { policyIds, roles } from '../../model/vocabulary.ts';
import type { TrustStore } from '../../pki/path/path.ts';
import { policies } from '../../policy/policies.ts';
import { type EndpointOverrides, overrideEndpoint } from '../../targets/expand-ad-hoc.ts';
import { expandPlainTarget } from '../../targets/expand-plain-target.ts';
import { parseHost } from '../../targets/host-name.ts';
import { objectToHost, objectToRole, roleAndPolicy } from '../../targets/parse-plain-target.ts';
import type { PlainTarget } from '../../targets/targets.ts';
import type { Arguments, Command } from '../command.ts';
import { reportInputErrors } from '../input/report-input-errors.ts';
import { problem } from '../problem.ts';
import { dialOptions, readDialOptions } from '../options/dial-options.ts';
import { readHostsFile } from '../input/hosts-file.ts';
import { judgeOptions, readJudgeOptions } from '../options/judge-options.ts';
import { outputOptions, readOutputOptions } from '../options/output-options.ts';
import type { InputFile } from '../input/input-file.ts';
import { recordOptions } from '../options/record-options.ts';
import { runAndWrite } from './run-audit.ts';
import { type TargetChoice, readTargetOptions, targetOptions } from '../options/target-options.ts';
import type { ProcessContext } from '../process-context.ts';

export const verifyCommand: Command = {
  name: 'verify',
  positionals: [{ usage: '<files..>', describe: 'PEM, DER or PKCS #7; - for standard input; leaf first' }],
  describe: 'Judges a certificate before it is installed',
  options: {
    host: { kind: 'text', describe: 'the name that will be dialled (as. and download. included)' },
    role: { kind: 'text', choices: roles, describe: 'role it is meant for (server)' },
    policy: { kind: 'text', choices: policyIds, describe: 'policy to judge by (that of the role)' },
    trust: { kind: 'list', describe: 'FILE, folder, mozilla or system (repeatable)' },
    fetch: targetOptions.fetch,
    'fetch-allow': targetOptions['fetch-allow'],
    resolve: dialOptions.resolve,
    'dns-server': dialOptions['dns-server'],
    timeout: { kind: 'text', describe: 'for everything that is fetched, for instance 500ms, 10s or 1m (10s)' },
    ...judgeOptions,
    ...outputOptions,
  },
  examples: [
    ['verify chain.pem --role virtual-server --host im.contoso.com --trust contoso-root.pem', 'an SSL certificate'],
    [
      'verify new.cer ca.p7b --role virtual-server --host im.contoso.com',
      'a certificate and its chain, as a CA hands them out',
    ],
    ['verify new.cer --role mtls --host cwa01.contoso.local --trust contoso-root.pem', 'an MTLS certificate'],
  ],
  run: verify,
};

async function verify(args: Arguments, context: ProcessContext) {
  const [{ loadTrustStores }, { chosenStores }, { readChains }, { evaluateSaved }] = await Promise.all([
    import('../input/load-trust-stores.ts'),
    import('../input/gather-targets.ts'),
    import('../input/read-chain.ts'),
    import('../../audit/evaluate-saved.ts'),
  ]);
  const target = readTargetOptions(args);
  const dial = readDialOptions(args);
  const judge = readJudgeOptions(args);
  const outputs = readOutputOptions(args);
  const meant = readMeant(args, target);
  const chain = await readChains(args.positionals, context);
  const trust = target.overrides.trust ?? ['mozilla'];
  const stores = await loadTrustStores(chosenStores(trust), context);
  const problems = [
    ...target.problems,
    ...dial.problems,
    ...judge.problems,
    ...(outputs.ok ? [] : outputs.error),
    ...(meant.ok ? [] : meant.error),
  ];
  if (problems.length > 0 || !outputs.ok || !meant.ok || !chain.ok || !stores.ok) {
    return reportInputErrors(context, [
      ...(problems.length === 0 ? [] : [{ about: 'the command line', problems }]),
      ...(chain.ok ? [] : chain.error),
      ...(stores.ok ? [] : stores.error),
    ]);
  }
  const notices = target.overrides.trust === undefined ? ['No --trust was given: judged by the Mozilla store.'] : [];
  if (!judge.isQuiet) for (const notice of notices) context.say(notice);
  const failOn = judge.failOn ?? 'error';
  const now = context.now();
  const { files, certificates } = chain.value;
  const run = describeRun({ args, now, files, stores: [...stores.value.values()], failOn, notices });
  const observation = observe({ ...meant.value, trust }, certificates, now);
  const asking = { ...observation, endpoint: overrideEndpoint(observation.endpoint, fetchOnly(target.overrides)) };
  return await runAndWrite(
    {
      destinations: outputs.value,
      failOn,
      count: 1,
      isQuiet: judge.isQuiet,
      start: (signal) => {
        const environment = { now: context.now, monotonicMs: context.monotonicMs, signal };
        const observations = observed(asking, { stores: stores.value, options: dial }, environment, context);
        return evaluateSaved(run, observations, { at: judge.at, failOn }, environment);
      },
    },
    context,
  );
}

/** Nothing else that the command line can say of an endpoint concerns one that nobody dials. */
function fetchOnly({ fetch, fetchAllow = [] }: TargetChoice['overrides']): EndpointOverrides {
  return { address: undefined, serverName: undefined, trust: undefined, fetch, fetchAllow };
}

/** The observation, completed by what its certificates point to where `--fetch` asks for that. */
async function* observed(
  observation: EndpointObservation,
  question: FetchQuestion,
  environment: AuditEnvironment,
  context: ProcessContext,
): AsyncGenerator<EndpointObservation> {
  if (observation.endpoint.fetch === undefined) {
    yield observation;
    return;
  }
  const [{ fetchForObservation }, hostsFile] = await Promise.all([
    import('../../audit/fetch-for-observation.ts'),
    readHostsFile(context.environment),
  ]);
  const whole = { ...environment, ...(hostsFile === undefined ? {} : { hostsFile }) };
  yield await fetchForObservation(observation, question, whole);
}

/** What the certificate is meant for, as an endpoint that nobody dials. */
function readMeant(args: Arguments, { choice }: TargetChoice): Result<PlainTarget, readonly Problem[]> {
  const text = args.text('host');
  if (text === undefined) return err([problem('is missing: the name that will be dialled', '--host')]);
  const host = parseHost(text);
  if (!host.ok) return err([problem(host.error, '--host')]);
  const { role, policy } = roleAndPolicy(choice.role, choice.policy);
  const unknownRole = objectToRole(role, policies[policy]);
  if (unknownRole !== undefined) return err([problem(unknownRole, '--role')]);
  const objection = objectToHost(host.value.text, role, notDialled);
  if (objection !== undefined) return err([problem(objection.message, '--host')]);
  const { text: name, isAddress } = host.value;
  const none = { address: null, serverName: undefined, trust: undefined };
  return ok({ host: name, isAddress, port: notDialled, role, policy, ...none });
}

/** An endpoint needs a port; the report of a file shows none. */
const notDialled = 443;

function observe(target: PlainTarget, certificates: readonly Uint8Array[], now: Date): EndpointObservation {
  const endpoint = { ...expandPlainTarget(target), address: null, probeWithoutServerName: false };
  return {
    schemaVersion: '1.0',
    endpoint: { ...endpoint, id: endpointId({ ...endpoint, place: null, port: null }) },
    observedAt: now.toISOString(),
    source: 'file',
    failure: null,
    handshake: null,
    attempts: [],
    certificates: [...certificates],
    withoutServerName: null,
  };
}

function describeRun(about: {
  readonly args: Arguments;
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
    options: { ...recordOptions(about.args, verifyCommand) },
    failOn: about.failOn,
    deployments: [],
    trustStores: about.stores.map(({ name, source, date, anchors }) => ({ name, source, date, anchors: [...anchors] })),
    nameResolutions: [],
    notices: [...about.notices],
  };
}
