import { nearestWord } from '../../model/nearest-words.ts';
import { jsonPath, type Problem } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { ScanSummary } from '../../model/scan-report.ts';
import { readDocument } from '../../targets/documents/read-document.ts';
import type { Option } from '../command.ts';
import { readTextFile } from '../input/input-file.ts';
import type { InputError } from '../input/report-input-errors.ts';
import { problem } from '../problem.ts';
import { objectTo } from './read-environment.ts';
import type { KnownOptions, Setting, SettingsLayer } from './settings.ts';

export interface ConfigFile extends SettingsLayer {
  readonly input: ScanSummary['inputs'][number];
}

/** A file may be read by many who must not learn them, and lands in version control. */
const secretKey = /pass(?:phrase|word)?$|secret|token$/i;

/** Reads options from a file in JSON or YAML: `timeout: 5s` for `--timeout 5s`, a list for options that may be repeated. */
export async function readConfigFile(
  path: string,
  known: KnownOptions,
): Promise<Result<ConfigFile, readonly InputError[]>> {
  const file = await readTextFile(path);
  if (!file.ok) return err([{ about: path, problems: [problem(file.error)] }]);
  const document = await readDocument(file.value.text, path);
  if (!document.ok) return err([{ about: path, problems: document.error }]);
  const { value, problems: faults, locate, positionOf } = document.value;
  if (!isObject(value)) {
    return err([
      { about: path, problems: [problem('does not map options to values; write for instance `timeout: 5s`')], locate },
    ]);
  }
  const problems: Problem[] = [...faults];
  const values = new Map<string, Setting>();
  for (const [name, written] of Object.entries(value)) {
    const option = Object.hasOwn(known, name) ? known[name] : undefined;
    const read = option === undefined ? err(objectToKey(name, known)) : readValue(written, option);
    if (!read.ok) problems.push(problem(read.error, jsonPath([name])));
    else {
      const position = positionOf(jsonPath([name]));
      values.set(name, { value: read.value, origin: position ? `${path}:${position.line}:${position.column}` : path });
    }
  }
  // Options are known by their names, which as JSON paths have quotes and brackets.
  const located = locate(problems).map((each) => ({ ...each, path: each.path.replace(/^\["(.*)"\]$/, '$1') }));
  if (located.length > 0) return err([{ about: path, problems: located }]);
  return ok({ place: path, values, input: { path, sha256: file.value.sha256 } });
}

/** Why a file of options cannot have this key. */
export function objectToKey(name: string, known: KnownOptions): string {
  if (name === 'config') return 'cannot stand in this file; use --config or CERTMUSTER_CONFIG';
  if (secretKey.test(name)) {
    return 'is a secret, which does not belong in this file; use passphrase-file or proxy-password-file, or a variable such as CERTMUSTER_PROXY_PASSWORD';
  }
  const nearest = nearestWord(name, Object.keys(known));
  const next = nearest === undefined ? '`certmuster scan --help` lists them' : `did you mean ${nearest}?`;
  return `unknown option; ${next}`;
}

/** Reads the value of an option as a file has it. The error is a clause. */
export function readValue(written: unknown, option: Option): Result<Setting['value'], string> {
  if (option.kind === 'flag')
    return typeof written === 'boolean' ? ok(written) : err('is a switch; write true or false');
  if (Array.isArray(written) && option.kind === 'text') return err('takes one value, not a list');
  const values = [written].flat();
  const texts = values.flatMap((each) => (typeof each === 'string' || typeof each === 'number' ? [String(each)] : []));
  if (texts.length < values.length) return err('needs a text or a number');
  if (texts.some((text) => /:\/\/[^/?#@]*:[^/?#]*@/.test(text)))
    return err(
      'contains a password, which does not belong in this file; write the URL without it, and use a file (proxy-password-file, broker-password-file) or a variable (CERTMUSTER_PROXY_PASSWORD, CERTMUSTER_BROKER_PASSWORD)',
    );
  const objection = objectTo(texts, option);
  return objection === undefined ? ok(texts) : err(objection);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
