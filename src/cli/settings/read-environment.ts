import { nearestWord, suggestWord } from '../../model/nearest-words.ts';
import { type Problem, quote } from '../../model/problem.ts';
import type { Option } from '../command.ts';
import { problem } from '../problem.ts';
import type { KnownOptions, Setting, SettingsLayer } from './settings.ts';

const variablePrefix = 'CERTMUSTER_';

/** Secrets are read where they are used, and are no options. */
const secret = /_(?:PASSPHRASE|PASSWORD|SECRET|TOKEN)$/;

/** What Kubernetes sets in every pod if there is a service named certmuster. */
const ofKubernetes = /^CERTMUSTER_(?:SERVICE_|PORT_\d+_)/;

export interface ReadEnvironment extends SettingsLayer {
  readonly problems: readonly Problem[];
  /** Variables that are not options: something else may have set them, or one is misspelled. No value is quoted. */
  readonly warnings: readonly string[];
}

/** Reads `CERTMUSTER_TIMEOUT` for `--timeout`. A variable that is empty is not set; the values of a list are separated by commas. */
export function readEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  known: KnownOptions,
): ReadEnvironment {
  const options = new Map(Object.entries(known).map(([name, option]) => [variableOf(name), { name, option }]));
  const values = new Map<string, Setting>();
  const problems: Problem[] = [];
  const warnings: string[] = [];
  for (const [variable, text = ''] of Object.entries(environment)) {
    if (!variable.startsWith(variablePrefix) || text === '' || isOfOthers(variable, text)) continue;
    const found = options.get(variable);
    if (found === undefined) {
      warnings.push(describeUnknown(variable, [...options.keys()]));
      continue;
    }
    const value = readValue(text, found.option);
    const objection =
      value === undefined ? `${quote(text)} is not a switch; use 1 or 0` : objectTo(value, found.option);
    if (objection !== undefined) problems.push(problem(objection, variable));
    else if (value !== undefined) values.set(found.name, { value, origin: variable });
  }
  return { place: 'the environment', values, problems, warnings };
}

function variableOf(option: string): string {
  return `${variablePrefix}${option.toUpperCase().replaceAll('-', '_')}`;
}

function isOfOthers(variable: string, text: string): boolean {
  return secret.test(variable) || ofKubernetes.test(variable) || /^(?:tcp|udp|sctp):\/\//.test(text);
}

function describeUnknown(variable: string, known: readonly string[]): string {
  const nearest = nearestWord(variable, known);
  const next = nearest === undefined ? 'it has no effect' : `did you mean ${nearest}? It has no effect`;
  return `The variable ${variable} is not an option; ${next}.`;
}

/** Undefined: not a switch. */
function readValue(text: string, { kind }: Option): Setting['value'] | undefined {
  if (kind === 'list') return text.split(',').map((each) => each.trim());
  if (kind === 'text') return [text];
  if (/^(?:1|true|yes|on)$/i.test(text)) return true;
  return /^(?:0|false|no|off)$/i.test(text) ? false : undefined;
}

/** A clause if the option does not take such a value; the command line is held to the same by its parser. */
export function objectTo(value: Setting['value'], { choices }: Option): string | undefined {
  if (choices === undefined || typeof value === 'boolean') return undefined;
  const wrong = value.find((each) => !choices.includes(each));
  return wrong === undefined ? undefined : `cannot be ${quote(wrong)}; ${suggestWord(wrong, choices)}`;
}
