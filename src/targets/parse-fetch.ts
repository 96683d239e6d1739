import type { FetchWish } from '../model/network-evidence.ts';
import type { FetchDeclaration } from '../model/targets-file.ts';
import type { Partly } from '../model/shape-problems.ts';
import { parseFetchAllow } from './fetch-allow.ts';
import { parseFetchProxy } from './fetch-proxy.ts';
import type { Path, ProblemCollector } from './problem-collector.ts';

/** Reads what may be fetched for a deployment or a target. Undefined: nothing. */
export function parseFetch(
  declared: Partly<FetchDeclaration> | undefined,
  path: Path,
  collector: ProblemCollector,
): FetchWish | undefined {
  if (declared === undefined) return undefined;
  const { issuers = false, crl = false, ocsp = false } = declared;
  const allow = (declared.allow ?? []).flatMap((text, index) => {
    const entry = text === undefined ? undefined : parseFetchAllow(text);
    if (entry?.ok === false) collector.report([...path, 'allow', index], entry.error);
    return entry?.ok === true ? [entry.value] : [];
  });
  const proxy = declared.proxy === undefined ? undefined : parseFetchProxy(declared.proxy);
  if (proxy?.ok === false) collector.report([...path, 'proxy'], proxy.error);
  const by = proxy?.ok === true ? { proxy: proxy.value } : {};
  return issuers || crl || ocsp ? { issuers, crl, ocsp, allow, ...by } : undefined;
}
