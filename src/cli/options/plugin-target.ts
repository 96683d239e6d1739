import { parsePort } from '../../targets/ports.ts';
import { parseFileArgument } from '../../targets/parse-target-argument.ts';
import { normaliseIpAddress } from '../../model/ip-address.ts';
import { type Problem, quote } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Arguments, Option } from '../command.ts';
import { problem } from '../problem.ts';

/** How plugins name what they check. Source: https://www.monitoring-plugins.org/doc/guidelines.html#PLUGOPTIONS */
export const pluginTargetOptions = {
  hostname: { kind: 'text', alias: 'H', describe: 'host to check, as plugins write it; the same as HOST' },
  port: { kind: 'text', alias: 'p', describe: 'port of the host (443)' },
} as const satisfies Record<string, Option>;

/** The one target of a plugin: `HOST`, or `-H HOST`, with `-p PORT` if that is given. */
export function readPluginTarget(args: Arguments): Result<string, Problem> {
  const [positional] = args.positionals;
  const [named, port] = [args.text('hostname'), args.text('port')];
  if (positional !== undefined && named !== undefined)
    return err(problem(`cannot be used beside the host ${positional}; name one of them`, '-H'));
  const host = named ?? positional;
  if (host === undefined || host === '') return err(problem('no host is given; use -H HOST or HOST[:PORT]'));
  return port === undefined ? ok(host) : withPort(host, port);
}

function withPort(host: string, text: string): Result<string, Problem> {
  const port = parsePort(text);
  if (port === undefined) return err(problem(`${quote(text)} is not a port; use a number from 1 to 65535`, '-p'));
  if (parseFileArgument(host) !== undefined)
    return err(problem(`cannot be used with a file; ${host} names the port of each target`, '-p'));
  const bare = normaliseIpAddress(host)?.includes(':') === true ? `[${host}]` : host;
  const [, scheme = '', authority = '', rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/)?([^/?#]*)(.*)$/i.exec(bare) ?? [];
  if (/:\d*$/.test(authority.replace(/^.*\]/, '')))
    return err(problem(`cannot be used beside the port in ${quote(host)}; name one of them`, '-p'));
  return ok(`${scheme}${authority}:${port}${rest}`);
}
