import type { CallerRight } from '../../../model/service-http-config.ts';

/** Routes that need something else than their method says. */
const exceptions: Readonly<Record<string, CallerRight | 'none'>> = {
  '/healthz': 'none',
  '/readyz': 'none',
  '/probe': 'probe',
};

/**
 * What a caller needs for a route: `read` to look, `run` for whatever changes something. `url`: the pattern of the route; undefined: there
 * is no such route, which only who may read is told.
 */
export function rightFor(url: string | undefined, method: string): CallerRight | 'none' {
  if (url !== undefined && Object.hasOwn(exceptions, url)) return exceptions[url] ?? 'read';
  return method === 'GET' || method === 'HEAD' ? 'read' : 'run';
}
