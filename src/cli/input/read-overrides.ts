import type { PolicyOverrides } from '../../model/policy-overrides.ts';
import { jsonPath, quote } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { readDocument } from '../../targets/documents/read-document.ts';
import { problem } from '../problem.ts';
import { gatherTargetsText } from './gather-targets-file.ts';
import { readTextFile } from './input-file.ts';
import type { InputError } from './report-input-errors.ts';

/** What a deployment of a targets file changes of its policy. */
export interface StatedOverrides {
  /** The word that `--policy` takes for it. */
  readonly policy: string;
  /** What is stated instead of a traced value (`severity name-match`), and where; undefined: nothing. */
  readonly find: (name: string) => { readonly value: unknown; readonly place: string } | undefined;
}

/** Reads them, and those of the file's defaults; `deployment` undefined: the only one. */
export async function readOverrides(
  path: string,
  deployment: string | undefined,
): Promise<Result<StatedOverrides, readonly InputError[]>> {
  const file = await readTextFile(path);
  if (!file.ok) return err([{ about: path, problems: [problem(file.error)] }]);
  const gathered = await gatherTargetsText(file.value);
  if (gathered.errors.length > 0) return err(gathered.errors);
  const source = await readDocument(file.value.text, path);
  if (!source.ok) return err([{ about: path, problems: source.error }]);
  const { deployments } = gathered;
  const index = deployment === undefined ? 0 : deployments.findIndex(({ name }) => name === deployment);
  const found = deployments[index];
  if (found === undefined || (deployment === undefined && deployments.length > 1)) {
    const names = deployments.map(({ name }) => quote(name ?? '')).join(', ');
    const next = deployments.length === 0 ? 'the targets file has none' : `name one of ${names}`;
    return err([
      {
        about: 'the command line',
        problems: [problem(deployment === undefined ? next : `is unknown; ${next}`, '--deployment')],
      },
    ]);
  }
  const policy = gathered.policies.get(found.policy);
  const value = source.value.value as { readonly defaults?: unknown; readonly deployments?: readonly unknown[] };
  const blocks = [
    { keys: ['deployments', index, 'policyOverrides'], stated: overridesOf(value.deployments?.[index]) },
    { keys: ['defaults', 'policyOverrides'], stated: overridesOf(value.defaults) },
  ];
  return ok({
    policy: policy?.id ?? found.policy,
    find: (name) => {
      const [kind = '', key = ''] = name.split(' ');
      const part = kind === 'threshold' ? 'thresholds' : kind;
      if (part !== 'thresholds' && part !== 'severity') return undefined;
      const block = blocks.find(({ stated }) => Object.hasOwn(stated[part] ?? {}, key));
      if (block === undefined) return undefined;
      const position = source.value.positionOf(jsonPath([...block.keys, part, key]));
      return { value: block.stated[part]?.[key], place: position === undefined ? path : `${path}:${position.line}` };
    },
  });
}

function overridesOf(holder: unknown): PolicyOverrides {
  return (Object(holder) as { readonly policyOverrides?: PolicyOverrides }).policyOverrides ?? {};
}
