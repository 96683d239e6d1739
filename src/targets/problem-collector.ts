import type { Result } from '../model/result.ts';
import { parseFqdn, parseHost, type Host } from './host-name.ts';
import { normaliseIpAddress } from '../model/ip-address.ts';
import { jsonPath, quote, type Problem } from '../model/problem.ts';
import { parseVirtualServerUrl, type VirtualServerUrl } from './virtual-server-url.ts';

export type Path = readonly (string | number)[];

/**
 * Reads single values and collects the problems they have. If a value is wrong, or undefined because the schema refused it
 * already, a placeholder is returned; a caller that finds problems at the end discards everything that was read.
 */
export interface ProblemCollector {
  readonly problems: readonly Problem[];
  readonly report: (path: Path, message: string) => void;
  readonly host: (path: Path, text: string | undefined) => Host;
  readonly fqdn: (path: Path, text: string | undefined) => string;
  /** Null: no address was declared. */
  readonly address: (path: Path, text: string | undefined) => string | null;
  readonly url: (path: Path, text: string | undefined) => VirtualServerUrl;
}

const noHost: Host = { text: '', isAddress: false };
const noUrl: VirtualServerUrl = { href: '', authority: '', host: '', isAddress: false, port: 443 };

export function createProblemCollector(): ProblemCollector {
  const problems: Problem[] = [];
  const report = (path: Path, message: string): void => {
    problems.push({ path: jsonPath(path), message });
  };
  const read = <T>(path: Path, text: string | undefined, parse: (text: string) => Result<T, string>, none: T): T => {
    if (text === undefined) return none;
    const result = parse(text);
    if (result.ok) return result.value;
    report(path, result.error);
    return none;
  };
  return {
    problems,
    report,
    host: (path, text) => read(path, text, parseHost, noHost),
    fqdn: (path, text) => read(path, text, parseFqdn, ''),
    url: (path, text) => read(path, text, parseVirtualServerUrl, noUrl),
    address: (path, text) => {
      const address = text === undefined ? null : normaliseIpAddress(text);
      if (address === undefined) report(path, `${quote(text ?? '')} is not an IP address`);
      return address ?? null;
    },
  };
}
