import { quote } from '../model/problem.ts';
import { err, ok, type Result } from '../model/result.ts';

/** Reads a TCP port, 1 to 65535; undefined for anything else. */
export function parsePort(text: string): number | undefined {
  if (!/^\d{1,5}$/.test(text)) return undefined;
  const port = Number(text);
  return port >= 1 && port <= 65_535 ? port : undefined;
}

/** At least one port, in the order written, each once. */
export type Ports = readonly [number, ...number[]];

/** Reads `443`, `443,5061` and `8440-8450`, and these together. The error is a clause that goes on from the name of what has the ports. */
export function parsePorts(text: string): Result<Ports, string> {
  const ports = new Set<number>();
  for (const part of text.split(',')) {
    if (part === '' && text !== '') return err(`has an empty port in ${quote(text)}; use for instance 443,5061`);
    const [from = '', to = from, ...rest] = part.split('-');
    const [first, last] = [parsePort(from), parsePort(to)];
    if (first === undefined || last === undefined || rest.length > 0) {
      return err(`has the port ${quote(part)}; use a port from 1 to 65535`);
    }
    if (first > last) return err(`has the ports ${quote(part)} in reverse order; use ${last}-${first}`);
    for (let port = first; port <= last; port += 1) ports.add(port);
  }
  const [first, ...more] = ports;
  return first === undefined ? err('has no port; use a port from 1 to 65535') : ok([first, ...more]);
}
