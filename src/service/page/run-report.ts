import { evaluateSaved } from '../../audit/evaluate-saved.ts';
import { restoreRun } from '../../history/restore-run.ts';
import type { EndpointReport } from '../../model/endpoint-report.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { renderHtml } from '../../report/html/render-html.ts';
import { pageScript } from '../../report/html/page-script.ts';
import { pageStyle } from '../../report/html/page-style.ts';
import { contentPolicy } from '../../report/html/content-policy.ts';
import type { Service } from '../service.ts';

/** The HTML report of a run, piece by piece, with the content security policy that it needs. */
export interface RunReport {
  readonly pieces: Iterable<string>;
  readonly policy: string;
}

/** Makes the HTML report of a run as `scan --html` would have written it, from the history. The error is a clause: the run cannot be judged again. */
export async function renderRunReport(
  service: Service,
  run: number,
  signal: AbortSignal,
): Promise<Result<RunReport, string>> {
  const restored = restoreRun(service.database, run);
  if (!restored.ok) return restored;
  const saved = restored.value.run;
  const options = { at: undefined, failOn: saved.failOn };
  const judged: { readonly index: number; readonly report: EndpointReport }[] = [];
  for await (const event of evaluateSaved(saved, restored.value.observations(), options, {
    ...service.environment,
    signal,
  })) {
    if (event.kind === 'endpoint') judged.push(event);
    else {
      // The history keeps endpoints by their ids; reports have them in expansion order.
      const endpoints = judged.toSorted((a, b) => a.index - b.index).map(({ report }) => report);
      const report = { ...event.summary, endpoints };
      return ok({ pieces: await renderHtml(report), policy: await contentPolicy(pageScript, pageStyle) });
    }
  }
  return err('could not be judged again');
}
