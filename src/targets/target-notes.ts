import { countAddresses } from '../model/address-range.ts';
import type { HostRange } from './host-range.ts';
import type { AdHocTarget } from './parse-target-argument.ts';
import type { PlainTarget } from './targets.ts';
import type { VirtualServerUrl } from './virtual-server-url.ts';
import { hostPort } from '../model/host-port.ts';

/** Collects what the operator should know of how targets were read: what of their URLs was ignored, and what ranges stand for. */
export interface TargetNotes {
  readonly see: (target: AdHocTarget) => void;
  readonly seeTarget: (target: PlainTarget) => void;
  readonly seeUrl: (url: VirtualServerUrl) => void;
  /** One sentence for each kind. */
  readonly notices: () => readonly string[];
}

export function createTargetNotes(): TargetNotes {
  let first: string | undefined;
  let hasRange = false;
  const spans = new Map<string, HostRange>();
  let count = 0;
  const add = (shown: string): void => {
    first ??= shown;
    count += 1;
  };
  const seeUrl = ({ href, hasRest }: VirtualServerUrl): void => {
    if (hasRest) add(href);
  };
  const seeTarget = ({ host, port, range, hasRest }: PlainTarget): void => {
    hasRange ||= range !== undefined;
    if (range?.written !== undefined && spans.size < maxSpansTold) spans.set(range.written, range);
    if (hasRest) add(hostPort(host, port));
  };
  return {
    see: (target) => (target.kind === 'plain' ? seeTarget(target.target) : seeUrl(target.url)),
    seeTarget,
    seeUrl,
    notices: () => [
      ...(first === undefined ? [] : [describe(first, count)]),
      ...[...spans.values()].map(describeSpan),
      ...(hasRange ? [rangeNotice] : []),
    ],
  };
}

const rangeNotice = 'An address of a range is no name to judge by: each certificate there is judged by its own names.';

/** More sentences of the kind are not read. */
const maxSpansTold = 3;

function describeSpan({ written, text, addresses }: HostRange): string {
  return `${written} is the range ${text}: all of its ${countAddresses(addresses)} addresses are dialed.`;
}

/** The rest may hold a password, so it is not repeated. */
function describe(first: string, count: number): string {
  return count === 1
    ? `Only host and port of ${first} are used; a path, query or user given with them is ignored.`
    : `Only host and port of ${count} targets are used; their paths, queries and users are ignored (first: ${first}).`;
}
