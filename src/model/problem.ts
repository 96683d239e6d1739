/** A place in a text. Both are counted from 1; a column is a UTF-16 code unit, as editors count them. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Something wrong with what the operator wrote. */
export interface Problem {
  /** A JSON path such as `deployments[0].virtualServers[0].url`, `line 3` of a list, or empty for the whole file. */
  readonly path: string;
  /** What was found and what is expected instead, without a full stop. */
  readonly message: string;
  /** Where in the file; absent: not known, or it is no file. */
  readonly position?: Position | undefined;
}

/** Writes a JSON path the way JavaScript would: `deployments[0].name`, `trustStores["my store"].files`. */
export function jsonPath(parts: readonly PropertyKey[]): string {
  return parts.reduce<string>(extendPath, '');
}

/** The path of a part of what stands at `path`. */
export function extendPath(path: string, part: PropertyKey): string {
  if (typeof part === 'number') return `${path}[${part}]`;
  const key = String(part);
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** The path of what holds that which stands at `path`; undefined: it is the whole file, or not a path. */
export function parentPath(path: string): string | undefined {
  const last = /(?:^|\.)[A-Za-z_$][\w$]*$|\[(?:\d+|"(?:[^"\\]|\\.)*")\]$/.exec(path);
  return last === null ? undefined : path.slice(0, last.index);
}

/** Shows a value that the operator wrote: in quotes, shortened if it is long, without the password of a URL. */
export function quote(written: string): string {
  const value = written.replace(/:\/\/[^/?#]*@/, '://***@');
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 77)}...` : value);
}
