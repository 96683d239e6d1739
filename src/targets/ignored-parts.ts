import type { AdHocTarget } from './parse-target-argument.ts';
import type { PlainTarget } from './targets.ts';
import type { VirtualServerUrl } from './virtual-server-url.ts';

/** Counts the targets of whose URLs a part was ignored. */
export interface IgnoredParts {
  readonly see: (target: AdHocTarget) => void;
  readonly seeTarget: (target: PlainTarget) => void;
  readonly seeUrl: (url: VirtualServerUrl) => void;
  /** A sentence about all of them; none if there were none. */
  readonly notices: () => readonly string[];
}

export function createIgnoredParts(): IgnoredParts {
  let first: string | undefined;
  let count = 0;
  const add = (shown: string): void => {
    first ??= shown;
    count += 1;
  };
  const seeUrl = ({ href, hasRest }: VirtualServerUrl): void => {
    if (hasRest) add(href);
  };
  const seeTarget = ({ host, port, hasRest }: PlainTarget): void => {
    if (hasRest) add(`${host.includes(':') ? `[${host}]` : host}:${port}`);
  };
  return {
    see: (target) => (target.kind === 'plain' ? seeTarget(target.target) : seeUrl(target.url)),
    seeTarget,
    seeUrl,
    notices: () => (first === undefined ? [] : [describe(first, count)]),
  };
}

/** The rest may hold a password, so it is not repeated. */
function describe(first: string, count: number): string {
  return count === 1
    ? `Only host and port of ${first} are used; a path, query or user given with them is ignored.`
    : `Only host and port of ${count} targets are used; their paths, queries and users are ignored (first: ${first}).`;
}
