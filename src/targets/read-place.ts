import { quote } from '../model/problem.ts';
import { err } from '../model/result.ts';
import type { Partly } from '../model/shape-problems.ts';
import type { TargetDeclaration } from '../model/targets-file.ts';
import type { StartTlsProtocol } from '../model/vocabulary.ts';
import type { Host } from './host-name.ts';
import { type HostRange, parseHostRange, splitRange } from './host-range.ts';
import type { ParseContext } from './parse-context.ts';
import type { Ports } from './ports.ts';
import type { Path, ProblemCollector } from './problem-collector.ts';
import { objectToStartTls, parseTargetUrl } from './target-url.ts';

/** Where a target is, as it was declared. */
export interface Place {
  readonly host: Host;
  readonly range: HostRange | undefined;
  /** Undefined: none are declared. */
  readonly ports: Ports | undefined;
  readonly startTls: StartTlsProtocol | undefined;
  /** What the scheme of the URL demands; absent: nothing. */
  readonly alpn?: readonly string[] | undefined;
  readonly hasRest: boolean;
}

/** `host` may be a URL, as lists of monitors have it; its port is that of the target unless the target has one of its own. */
export function readPlace(declared: Partly<TargetDeclaration>, path: Path, { collector }: ParseContext): Place {
  const { host: text, port, starttls: startTls } = declared;
  const ports = readPorts(declared, path, collector);
  const place = { range: undefined, ports, startTls, hasRest: false };
  if (text?.includes('://') !== true) {
    const range = text === undefined ? undefined : splitRange(text);
    if (range === undefined) return { ...place, host: collector.host([...path, 'host'], text) };
    const read =
      range.ports === undefined ? parseHostRange(range) : err(`${quote(text ?? '')} has ports; give them in \`ports\``);
    if (read.ok) return { ...place, host: { text: read.value.text, isAddress: false }, range: read.value };
    collector.report([...path, 'host'], read.error);
    return { ...place, host: { text: '', isAddress: false } };
  }
  const url = parseTargetUrl(text, ports);
  if (!url.ok) {
    collector.report([...path, 'host'], url.error);
    return { ...place, host: { text: '', isAddress: false } };
  }
  const { host, isAddress, range, hasPort, hasRest, alpn } = url.value;
  const misfit = objectToStartTls(url.value, startTls);
  if (misfit !== undefined) collector.report([...path, 'host'], misfit);
  const ofUrl = url.value.ports.join();
  if (ports !== undefined && hasPort && ports.join() !== ofUrl) {
    const field = port === undefined ? 'ports' : 'port';
    const [are, them] = url.value.ports.length === 1 ? ['port', 'one of them'] : ['ports', 'them once'];
    collector.report([...path, field], `differs from the ${are} of the URL, ${ofUrl}; give ${them}`);
  }
  return {
    host: { text: host, isAddress },
    range,
    ports: ports ?? url.value.ports,
    startTls: url.value.startTls,
    alpn,
    hasRest,
  };
}

function readPorts(
  { port, ports: several }: Partly<TargetDeclaration>,
  path: Path,
  { report }: ProblemCollector,
): Ports | undefined {
  if (port !== undefined && several !== undefined) {
    report([...path, 'ports'], 'cannot stand beside `port`; list all ports in `ports`');
  }
  const [first, ...more] = new Set(several?.flatMap((each) => each ?? []) ?? (port === undefined ? [] : [port]));
  return first === undefined ? undefined : [first, ...more];
}
