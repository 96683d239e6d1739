import type { CertificatePlan, PlannedCertificate } from '../../model/certificate-plan.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { createIdRegister, withoutAddress, withoutSite } from '../../model/endpoint-id.ts';
import { suggestWord } from '../../model/nearest-words.ts';
import type { Problem } from '../../model/problem.ts';
import type { RequestFormat, RequestOptions } from '../../report/plan/plan-format.ts';
import type { Arguments, Command } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { createBadLines } from '../input/bad-lines.ts';
import { gatherTargets } from '../input/gather-targets.ts';
import { commandLineErrors, reportInputErrors } from '../input/report-input-errors.ts';
import { readTargetOptions, targetOptions } from '../options/target-options.ts';
import { selectOptions } from '../options/select-options.ts';
import { writeFolder } from '../output/write-folder.ts';
import { joinSites } from '../../targets/join-sites.ts';
import { problem } from '../problem.ts';
import type { ProcessContext } from '../process-context.ts';

const formats = ['table', 'json', 'inf', 'openssl'] as const;

export const planCommand: Command = {
  name: 'plan',
  positionals: [{ usage: '[targets..]', describe: 'usually a targets file; otherwise as for `scan`' }],
  describe: 'Shows which certificates a deployment needs on which hosts, and writes certificate requests',
  options: {
    format: {
      kind: 'text',
      choices: formats,
      describe: 'table, json, inf (for certreq) or openssl (for openssl req) (default: table)',
    },
    output: {
      kind: 'text',
      alias: 'o',
      describe: 'folder to write the requests to, one file each (inf and openssl only)',
    },
    certificate: { kind: 'list', describe: 'only the certificate with this id (repeatable)' },
    endpoint: { kind: 'list', describe: 'only the certificate of the endpoint with this id (repeatable)' },
    template: {
      kind: 'text',
      describe: 'certificate template to name in the request (inf only; the one that the role requires)',
    },
    role: targetOptions.role,
    policy: targetOptions.policy,
    deployment: selectOptions.deployment,
  },
  examples: [
    ['plan targets.json', 'the certificates of a deployment and where to install them'],
    ['plan targets.json --format inf --output requests', 'one file for `certreq -new` per certificate'],
    [
      'plan targets.json --certificate mtls-cwa01.contoso.local-contoso --format openssl',
      'one request for `openssl req`',
    ],
  ],
  run: plan,
};

async function plan(args: Arguments, context: ProcessContext): Promise<ExitCode> {
  const badLines = createBadLines(context);
  const targets = await gatherTargets(args.positionals, readTargetOptions(args), context, badLines.report);
  const errors = [...commandLineErrors(findUsageProblems(args)), ...targets.errors];
  if (errors.length > 0) return reportInputErrors(context, errors, 'Nothing was planned.');
  const endpoints: Endpoint[] = [];
  const uniqueId = createIdRegister();
  const ranges = new Set<string>();
  for await (const endpoint of targets.endpoints) {
    // No one knows a name of it that a certificate could have.
    if (endpoint.range !== undefined) ranges.add(endpoint.range);
    else endpoints.push({ ...endpoint, id: uniqueId(endpoint.id) });
  }
  if (ranges.size > 0)
    context.say(`The plan leaves out ranges, as it knows no names there: ${[...ranges].join(', ')}.`);
  const { planCertificates } = await import('../../evaluate/plan/plan-certificates.ts');
  const all = planCertificates(joinSites(endpoints), targets.deployments, {
    policies: targets.policies,
    now: context.now(),
  });
  const unknown = findUnknownChoices(args, all, endpoints);
  if (unknown.length > 0) return reportInputErrors(context, commandLineErrors(unknown), 'Nothing was planned.');
  for (const notice of targets.notices) context.say(notice);
  const chosen = choose(args, all);
  const exitCode = await write(args, chosen, context);
  if (exitCode !== exitCodes.clean) return exitCode;
  if (badLines.count() > 0) return exitCodes.wrongUsage;
  return chosen.problems.length > 0 ? exitCodes.notAudited : exitCodes.clean;
}

function findUsageProblems(args: Arguments): readonly Problem[] {
  const format = args.text('format') ?? 'table';
  const template = args.text('template');
  const problems: Problem[] = [];
  if (template !== undefined && format !== 'inf') {
    problems.push(
      problem(
        'needs --format inf; for other formats name the template on submission: certreq -submit -attrib',
        '--template',
      ),
    );
  }
  if (template !== undefined && !/^[^\p{Cc}]+$/u.test(template)) {
    problems.push(problem('is not the name of a certificate template', '--template'));
  }
  if (args.text('output') !== undefined && format !== 'inf' && format !== 'openssl') {
    problems.push(problem('needs --format inf or --format openssl', '--output'));
  }
  if (args.text('output') === '') problems.push(problem('is empty; name a folder', '--output'));
  return problems;
}

/** Problems and notes are about the whole plan. */
function choose(args: Arguments, all: CertificatePlan): CertificatePlan {
  const ids = args.list('certificate');
  const endpoints = args.list('endpoint');
  if (ids.length + endpoints.length === 0) return all;
  const certificates = all.certificates.filter(
    (certificate) => ids.includes(certificate.id) || endpoints.some((id) => isOf(id, certificate)),
  );
  return { ...all, certificates, problems: [], notes: [] };
}

/** A report has endpoints with the addresses that their names had, and with the sites that they were seen from. */
function isOf(endpoint: string, { endpoints }: PlannedCertificate): boolean {
  const id = withoutSite(endpoint);
  return endpoints.includes(id) || endpoints.includes(withoutAddress(id));
}

function findUnknownChoices(
  args: Arguments,
  { certificates }: CertificatePlan,
  declared: readonly Endpoint[],
): readonly Problem[] {
  const isDeclared = (id: string): boolean =>
    declared.some((endpoint) => endpoint.id === id || endpoint.id === withoutAddress(id));
  const known = certificates.map(({ id }) => id);
  const ids = args.list('certificate').filter((id) => !known.includes(id));
  const endpoints = args.list('endpoint').filter((id) => !certificates.some((certificate) => isOf(id, certificate)));
  return [
    ...ids.map((id) =>
      problem(
        `${JSON.stringify(id)} is not the id of a planned certificate; ${suggestWord(id, known)}`,
        '--certificate',
      ),
    ),
    ...endpoints.map((id) =>
      problem(
        `${JSON.stringify(id)} has no planned certificate; ${isDeclared(id) ? '`certmuster plan` without --endpoint says why' : '`certmuster expand` lists the endpoints'}`,
        '--endpoint',
      ),
    ),
  ];
}

async function write(args: Arguments, chosen: CertificatePlan, context: ProcessContext): Promise<ExitCode> {
  const { stdout } = context;
  switch (args.text('format')) {
    case 'json': {
      const { renderDocument } = await import('../../report/data/render-json.ts');
      await stdout.write(renderDocument(chosen));
      return exitCodes.clean;
    }
    case 'inf':
      return await writeRequests(args, chosen, (await import('../../report/plan/render-inf.ts')).infFormat, context);
    case 'openssl': {
      const { opensslFormat } = await import('../../report/plan/render-openssl-config.ts');
      return await writeRequests(args, chosen, opensslFormat, context);
    }
    default: {
      const { renderPlanTable } = await import('../../report/plan/render-plan-table.ts');
      await stdout.write(renderPlanTable(chosen, stdout));
      return exitCodes.clean;
    }
  }
}

async function writeRequests(
  args: Arguments,
  { certificates, problems, notes }: CertificatePlan,
  format: RequestFormat,
  context: ProcessContext,
): Promise<ExitCode> {
  const options: RequestOptions = { template: args.text('template') };
  for (const text of problems) context.say(`Not planned: ${text}`);
  for (const text of notes) context.say(`Note: ${text}`);
  for (const text of templateNotes(certificates, options)) context.say(`Note: ${text}`);
  for (const text of fillInNotes(certificates)) context.say(`Note: ${text}`);
  const folder = args.text('output');
  if (folder === undefined) {
    const { joinRequests } = await import('../../report/plan/plan-format.ts');
    await context.stdout.write(joinRequests(certificates, format, options));
    return exitCodes.clean;
  }
  const files = new Map(certificates.map((each) => [`${each.id}${format.extension}`, format.render(each, options)]));
  return await writeFolder(folder, files, context);
}

/** `WebServer` is the name of the built-in template, `Web Server` what people see. */
function templateNotes(certificates: readonly PlannedCertificate[], { template }: RequestOptions): readonly string[] {
  const bare = template?.replaceAll(' ', '').toLowerCase();
  const builtIn = certificates.find(({ templateToDuplicate }) => {
    return templateToDuplicate !== null && templateToDuplicate.replaceAll(' ', '').toLowerCase() === bare;
  });
  if (builtIn === undefined) return [];
  return [
    `${template} is the built-in template, whose keys cannot be exported. The specification requires a duplicate; name the duplicate.`,
  ];
}

/** What no request can be made without. */
function fillInNotes(certificates: readonly PlannedCertificate[]): readonly string[] {
  return certificates.flatMap(({ id, namesToFillIn }) =>
    namesToFillIn.map(
      ({ pattern }) => `${id}: put what belongs in place of * into the name ${pattern}, and uncomment it.`,
    ),
  );
}
