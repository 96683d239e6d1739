import { parseIpAddress } from '../../model/ip-address.ts';
import type { ListenAddress } from '../../service/http/http-plan.ts';

/** Reads `127.0.0.1:9443` or `[::1]:9443`; undefined: it is not an IP literal with a port. */
export function parseListenAddress(text: string): ListenAddress | undefined {
  const [, v6, v4, port = ''] = /^(?:\[([0-9a-f:.]+)\]|([0-9.]+)):([0-9]{1,5})$/i.exec(text) ?? [];
  const host = v6 ?? v4 ?? '';
  return parseIpAddress(host) === undefined || Number(port) > 0xffff ? undefined : { host, port: Number(port) };
}
