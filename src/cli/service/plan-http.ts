import type { Problem } from '../../model/problem.ts';
import type { HttpConfig } from '../../model/service-http-config.ts';
import type { HttpPlan } from '../../service/http/http-server.ts';

const defaultListen = '127.0.0.1:9443';

/** Reads where the HTTP interface listens, and adds what is wrong to `problems`. */
export function planHttp({ listen = defaultListen }: HttpConfig, problems: Problem[]): HttpPlan {
  const addresses = [listen].flat().flatMap((text) => {
    const [, host, port] = /^(?:\[([0-9a-f:.]+)\]|([0-9.]+)):([0-9]{1,5})$/i.exec(text)?.filter(Boolean) ?? [];
    if (host !== undefined && port !== undefined) return [{ host, port: Number(port) }];
    problems.push({ path: 'http.listen', message: 'is no address with a port; use for instance 127.0.0.1:9443' });
    return [];
  });
  return { addresses };
}
