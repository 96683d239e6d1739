/** The keys of a targets file; a test compares them with the schema, which is not loaded here. */
export const targetsFileKeys = [
  '$schema',
  'trustStores',
  'policies',
  'defaults',
  'sites',
  'deployments',
  'targets',
] as const;

const key = `(?:"|')?(?:${targetsFileKeys.map((name) => name.replace('$', '\\$')).join('|')})(?:"|')?\\s*:(?=\\s|$|["'[{])`;
const brace = String.raw`\{\s*(?:$|//|/\*|#|${key})`;

/** A target may be a JSON object too, and begins with another key. */
const documentStart = new RegExp(String.raw`^(?:---(?:\s|$)|%YAML\s|//|/\*|${brace}|${key})`);

/**
 * Whether the first line of a text, comments with `#` and blank lines left out, begins a targets file in JSON or YAML; else it is a list
 * of targets.
 */
export function startsDocument(line: string): boolean {
  return documentStart.test(line.trim());
}
