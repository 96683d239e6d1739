/** Something wrong with what the operator wrote. */
export interface Problem {
  /** A JSON path such as `deployments[0].virtualServers[0].url`, `line 3` of a list, or empty for the whole file. */
  readonly path: string;
  /** What was found and what is expected instead, without a full stop. */
  readonly message: string;
}

/** Writes a JSON path the way JavaScript would: `deployments[0].name`, `trustStores["my store"].files`. */
export function jsonPath(parts: readonly PropertyKey[]): string {
  return parts.reduce<string>((path, part) => {
    if (typeof part === 'number') return `${path}[${part}]`;
    const key = String(part);
    if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
    return path === '' ? key : `${path}.${key}`;
  }, '');
}

/** Shows a value that the operator wrote: in quotes, shortened if it is long, without the password of a URL. */
export function quote(written: string): string {
  const value = written.replace(/:\/\/[^/?#]*@/, '://***@');
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 77)}...` : value);
}
