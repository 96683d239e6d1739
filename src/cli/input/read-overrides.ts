import { dirname } from 'node:path';

import type { PolicyOverrides } from '../../model/policy-overrides.ts';
import { jsonPath, quote } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Policies } from '../../policy/policies.ts';
import { readDocument } from '../../targets/documents/read-document.ts';
import { problem } from '../problem.ts';
import { gatherTargetsText } from './gather-targets-file.ts';
import { readTextFile } from './input-file.ts';
import { pathFrom } from './path-from.ts';
import { readPolicies } from './read-policies.ts';
import type { InputError } from './report-input-errors.ts';

/** What a targets file says of policies, and what one of its deployments changes. */
export interface StatedOverrides {
  /** The id of the deployment's policy; undefined: the file has no deployment. */
  readonly policy: string | undefined;
  /** What the commands take for each policy that the file knows, by id: the id, or its file. */
  readonly words: ReadonlyMap<string, string>;
  /** What is stated instead of a traced value (`severity name-match`), and the path of it; undefined: nothing. */
  readonly find: (name: string) => { readonly value: unknown; readonly line: number | undefined } | undefined;
}

/** Reads them, and those of the file's defaults; `deployment` undefined: the only one whose policy has the role. */
export async function readOverrides(
  path: string,
  { role, deployment }: { readonly role: string; readonly deployment: string | undefined },
): Promise<Result<StatedOverrides, readonly InputError[]>> {
  const file = await readTextFile(path);
  if (!file.ok) return err([{ about: path, problems: [problem(file.error)] }]);
  const gathered = await gatherTargetsText({ ...file.value, isTrustReplaced: false });
  if (gathered.errors.length > 0) return err(gathered.errors);
  const source = await readDocument(file.value.text, path);
  if (!source.ok) return err([{ about: path, problems: source.error }]);
  const { deployments, policies } = gathered;
  const having = deployments.filter(({ policy }) => policies.get(policy)?.roles[role] !== undefined);
  const meant = deployments.length === 1 ? deployments : having;
  const found = deployment === undefined ? meant[0] : deployments.find(({ name }) => name === deployment);
  if (deployment === undefined ? meant.length > 1 : found === undefined) {
    const names = (deployment === undefined ? meant : deployments).map(({ name }) => quote(name ?? '')).join(', ');
    const next = deployments.length === 0 ? 'the targets file has none' : `name one of ${names}`;
    const message = deployment === undefined ? next : `is unknown; ${next}`;
    return err([{ about: 'the command line', problems: [problem(message, '--deployment')] }]);
  }
  const value = source.value.value as { readonly defaults?: unknown; readonly deployments?: readonly unknown[] };
  const index = found === undefined ? -1 : deployments.indexOf(found);
  const blocks = [
    { keys: ['deployments', index, 'policyOverrides'], stated: overridesOf(value.deployments?.[index]) },
    { keys: ['defaults', 'policyOverrides'], stated: overridesOf(value.defaults) },
  ];
  return ok({
    policy: found?.policy,
    words: await wordsOf(value, path, policies),
    find: (name) => {
      const [kind = '', key = ''] = name.split(' ');
      const part = kind === 'threshold' ? 'thresholds' : kind;
      if (part !== 'thresholds' && part !== 'severity') return undefined;
      const block = blocks.find(({ stated }) => Object.hasOwn(stated[part] ?? {}, key));
      if (block === undefined) return undefined;
      const position = source.value.positionOf(jsonPath([...block.keys, part, key]));
      return { value: block.stated[part]?.[key], line: position?.line };
    },
  });
}

/** The files that are declared under `policies`, and the built-in policies that are named, each by its id. */
async function wordsOf(value: unknown, path: string, policies: Policies): Promise<ReadonlyMap<string, string>> {
  const { declaredPolicies } = await import('../../targets/parse-targets.ts');
  const declared = declaredPolicies(value);
  const folder = dirname(path);
  const { ids } = await readPolicies(declared, { option: path, folder });
  const files = declared.flatMap((word, index) => {
    const id = ids[index];
    return id === undefined ? [] : [[id, id === word ? id : pathFrom(folder, word)] as const];
  });
  return new Map([...[...policies.keys()].map((id) => [id, id] as const), ...files]);
}

function overridesOf(holder: unknown): PolicyOverrides {
  return (Object(holder) as { readonly policyOverrides?: PolicyOverrides }).policyOverrides ?? {};
}
