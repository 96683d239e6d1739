import type { Format } from '../options/output-options.ts';
import { openSink, type ReportSink } from '../output/report-sink.ts';
import type { ProcessContext } from '../process-context.ts';

/** Standard output, where a demonstration writes its report. */
export async function openDemoStdout(format: Format, world: ProcessContext): Promise<ReportSink> {
  const sink = await openSink({ format, path: undefined }, world);
  if (!sink.ok) throw new Error(sink.error.message);
  return sink.value;
}
