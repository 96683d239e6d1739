import { basename } from 'node:path';

import { groupBy } from '../../../model/group-by.ts';
import { suggestWord } from '../../../model/nearest-words.ts';
import { quote } from '../../../model/problem.ts';
import { builtInPolicies } from '../../../policy/built-in.ts';
import { compilePolicy } from '../../../policy/compile-policy.ts';
import { roleIdsOf } from '../../../policy/layers.ts';
import { traceFigures } from '../../../policy/trace-figures.ts';
import { textOf, traceDated, traceRole, type TracedValue } from '../../../policy/trace-role.ts';
import type { Section } from '../../../report/terminal/render-sections.ts';
import type { Arguments } from '../../command.ts';
import { type ExitCode, exitCodes } from '../../exit-code.ts';
import { documentsOf, isChain, readSourcedChain, type SourcedChain } from '../../input/policy-sources.ts';
import { readOverrides, type StatedOverrides } from '../../input/read-overrides.ts';
import { commandLineErrors, type InputError, reportInputErrors } from '../../input/report-input-errors.ts';
import { isJson } from '../../output/print-list.ts';
import { problem } from '../../problem.ts';
import type { ProcessContext } from '../../process-context.ts';

/** A value and where it comes from, as it is shown. */
interface Explained {
  readonly value: string;
  readonly is: string;
  /** `redis.yaml:12`, or `(default)`. */
  readonly from: string;
  readonly source: string | null;
}

/** `policy explain ROLE`: every effective value of a role, with file and line of the last statement that sets it. */
export async function explainRole(
  [role = '']: readonly string[],
  args: Arguments,
  context: ProcessContext,
): Promise<ExitCode> {
  const refuse = (errors: readonly InputError[]) => reportInputErrors(context, errors, 'Nothing was explained.');
  const targets = args.text('targets');
  if (targets === undefined && args.text('deployment') !== undefined) {
    return refuse(commandLineErrors([problem('goes with --targets only', '--deployment')]));
  }
  const overrides =
    targets === undefined ? undefined : await readOverrides(targets, { role, deployment: args.text('deployment') });
  if (overrides?.ok === false) return refuse(overrides.error);
  const stated = overrides?.value;
  const named = args.text('policy') ?? stated?.policy;
  const word = named === undefined ? undefined : (stated?.words.get(named) ?? named);
  const chosen = await chooseChain(role, word, stated === undefined ? builtInPolicies : [...stated.words.values()]);
  if (!chosen.isChosen) return refuse(chosen.errors);
  const { chain } = chosen;
  const documents = documentsOf(chain);
  const policy = compilePolicy(documents);
  const values = [
    ...traceRole(role, documents),
    ...traceDated(role, documents),
    ...traceFigures(role, policy, documents),
  ].map((each) => explain(each, chain, stated && { find: stated.find, file: basename(targets ?? '') }));
  const files = chain.map(({ document, isBuiltIn, file }) => ({
    policy: document.id,
    builtIn: isBuiltIn,
    file: file?.path ?? null,
  }));
  const title = `${role}: ${policy.roles[role]?.title ?? 'only to be extended'} (${policy.id})`;
  if (isJson(args)) {
    const { renderDocument } = await import('../../../report/data/render-json.ts');
    await context.stdout.write(renderDocument({ role, policy: policy.id, documents: files, values }));
    return exitCodes.clean;
  }
  const [{ renderSections }, { renderEntries }] = await Promise.all([
    import('../../../report/terminal/render-sections.ts'),
    import('../../../report/terminal/render-entries.ts'),
  ]);
  const head = renderEntries(
    [
      {
        title,
        fields: {
          ...Object.fromEntries(files.map(({ policy: id, file, builtIn }) => [id, headOf(id, file, builtIn)])),
          ...(targets === undefined ? {} : { 'targets file': targets }),
        },
      },
    ],
    context.stdout,
  );
  await context.stdout.write(`${head}\n${renderSections(sectionsOf(values), context.stdout)}`);
  return exitCodes.clean;
}

/** Where a document is found: those that are built in stand below the folder of the package, wherever that is. */
function headOf(id: string, file: string | null, builtIn: boolean): string {
  if (!builtIn && file !== null) return file;
  // The single executable has it inside, in no folder.
  return file === `${id}.yaml` ? `built in: ${file}` : `built in: dist/policies/${id}.yaml`;
}

/** `names.matcher` stands under `names`, with the source of the group. */
function sectionsOf(values: readonly Explained[]): readonly Section[] {
  const headed = values.map((each) => {
    const [, heading = 'role', key = each.value] = /^(from \S+:|[^. ]+)[. ](.*)$/.exec(each.value) ?? [];
    return { ...each, heading, key };
  });
  return [...groupBy(headed, ({ heading }) => heading)].flatMap(([heading, values]) => {
    const parts = [...groupBy(values, ({ source }) => source)];
    // A note stands over what follows, so rows without one come first.
    const inOrder = parts.toSorted(([one], [other]) => Number(one !== null) - Number(other !== null));
    return inOrder.map(([note, rows], index) => ({
      heading: index === 0 ? heading : null,
      note,
      rows: rows.map(({ key, is, from }) => [key, is, from]),
    }));
  });
}

interface Overrides extends Pick<StatedOverrides, 'find'> {
  /** The name of the targets file. */
  readonly file: string;
}

function explain(traced: TracedValue, chain: SourcedChain, overrides: Overrides | undefined): Explained {
  const changed = overrides?.find(traced.name);
  if (overrides !== undefined && changed !== undefined) {
    const from = changed.line === undefined ? overrides.file : `${overrides.file}:${changed.line}`;
    return { value: traced.name, is: textOf(changed.value), from, source: 'policyOverrides' };
  }
  const { name, value, place, source } = traced;
  return {
    value: name,
    is: value,
    from: place === undefined ? '(default)' : placeIn(chain, place),
    source: source ?? null,
  };
}

/** `redis.yaml:12`; the whole path stands above. */
function placeIn(chain: SourcedChain, { document, path }: NonNullable<TracedValue['place']>): string {
  const stated = chain[document];
  if (stated?.file === undefined) return stated?.document.id ?? '';
  const position = stated.file.source.positionOf(path);
  const name = basename(stated.file.path);
  return position === undefined ? name : `${name}:${position.line}`;
}

type Chosen =
  | { readonly isChosen: true; readonly chain: SourcedChain }
  | { readonly isChosen: false; readonly errors: readonly InputError[] };

/** The policy that is named, else the one of all that states the role itself. */
async function chooseChain(role: string, word: string | undefined, all: readonly string[]): Promise<Chosen> {
  const words = word === undefined ? all : [word];
  const read = await Promise.all(words.map(async (each) => ({ word: each, chain: await readSourcedChain(each) })));
  const errors = read.flatMap(({ chain }) => (isChain(chain) ? [] : chain));
  if (errors.length > 0) return { isChosen: false, errors };
  const chains = read.flatMap(({ chain }) => (isChain(chain) ? [chain] : []));
  const having = chains.filter((chain) => roleIdsOf(documentsOf(chain)).includes(role));
  // Packs inherit the roles of their base, which is meant then.
  const own = having.filter((chain) => Object.hasOwn(chain.at(-1)?.document.roles ?? {}, role));
  const standard = own.filter((chain) => chain.length === 1);
  const [first, ...others] = word !== undefined ? having : standard.length > 0 ? standard : own;
  if (first !== undefined && others.length === 0) return { isChosen: true, chain: first };
  if (first !== undefined) {
    const ids = [first, ...others].map((chain) => chain.at(-1)?.document.id).join(', ');
    const message = `${quote(role)} is a role of ${ids}; name one of them with --policy`;
    return { isChosen: false, errors: commandLineErrors([problem(message, 'ROLE')]) };
  }
  const known = [...new Set(chains.flatMap((chain) => roleIdsOf(documentsOf(chain))))];
  const next = suggestWord(role, known, '`certmuster roles` lists them');
  return { isChosen: false, errors: commandLineErrors([problem(`unknown role ${quote(role)}; ${next}`, 'ROLE')]) };
}
