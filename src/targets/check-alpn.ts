import { alpnFault } from '../model/alpn.ts';
import type { Path, ProblemCollector } from './problem-collector.ts';

/** The application protocols that a target declares; undefined: it leaves them to its URL. `demanded`: those without which its scheme means nothing. */
export function checkAlpn(
  protocols: readonly (string | undefined)[] | undefined,
  demanded: readonly string[] | undefined,
  path: Path,
  collector: ProblemCollector,
): readonly string[] | undefined {
  if (protocols === undefined) return undefined;
  for (const [index, protocol] of protocols.entries()) {
    const fault = protocol === undefined ? undefined : alpnFault(protocol);
    if (fault !== undefined) collector.report([...path, index], fault);
  }
  const declared = protocols.flatMap((protocol) => protocol ?? []);
  const missing = demanded?.filter((protocol) => !declared.includes(protocol)) ?? [];
  if (missing.length > 0)
    collector.report(
      path,
      `lacks ${missing.join(', ')}, which the scheme of the URL demands; add it, or use HOST:PORT`,
    );
  return declared;
}
