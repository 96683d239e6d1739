import { quote } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { parseHost } from '../../targets/host-name.ts';
import { parsePort } from '../../targets/ports.ts';
import { hostPort } from '../../model/host-port.ts';

/** What a caller of `/probe` asks for: one host and one port. */
export interface ProbeTarget {
  /** Lower case, A-labels; of an address its canonical text. */
  readonly host: string;
  readonly isAddress: boolean;
  readonly port: number;
}

/** A name has 253 characters at most, and an address fewer. */
const maxLength = 300;

/**
 * Reads `HOST:PORT`, with an IPv6 address in brackets. Nothing else that a command line takes is a target here: no URL, no file, no range,
 * no list, no option. The error is a clause.
 */
export function parseProbeTarget(text: string): Result<ProbeTarget, string> {
  if (text.length > maxLength) return err(`is longer than ${maxLength} characters; use HOST:PORT`);
  const [, v6, name, portText = ''] = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+)):(\d{1,5})$/i.exec(text) ?? [];
  const port = parsePort(portText);
  if (port === undefined)
    return err(`is ${quote(text)}; use HOST:PORT, for instance im.contoso.com:443 or [2001:db8::7]:443`);
  const host = parseHost(v6 ?? name ?? '');
  if (!host.ok) return err(host.error);
  const { text: canonical, isAddress } = host.value;
  if (v6 !== undefined && !isAddress) return err(`is ${quote(text)}, and what stands in brackets is not an address`);
  return ok({ host: canonical, isAddress, port });
}

/** Writes a target as a command line takes it. */
export function writeProbeTarget({ host, port }: ProbeTarget): string {
  return hostPort(host, port);
}
