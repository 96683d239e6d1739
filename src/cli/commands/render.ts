import type { Arguments, Command } from '../command.ts';
import { commandLineErrors, reportInputErrors } from '../input/report-input-errors.ts';
import { exitCodes } from '../exit-code.ts';
import { findOverwrites } from '../output/find-overwrites.ts';
import { describeFileError } from '../input/input-file.ts';
import { outputOptions, readOutputOptions } from '../options/output-options.ts';
import { openSinks, type ReportSink } from '../output/report-sink.ts';
import type { ScanReport } from '../../model/scan-report.ts';
import type { ProcessContext } from '../process-context.ts';

export const renderCommand: Command = {
  name: 'render',
  positionals: [{ usage: '<report>', describe: 'finished report in JSON or NDJSON, - for standard input' }],
  describe: 'Writes a finished report in another format; no checks, no network access',
  options: outputOptions,
  examples: [
    ['render report.json', 'as a table'],
    ['render report.json --format markdown', 'for a ticket'],
    ['render report.ndjson --output json=report.json --output junit=junit.xml', 'two formats at once'],
  ],
  run: render,
};

/** Exits 0 whatever the report says: findings decided the exit code of the audit. */
async function render(args: Arguments, context: ProcessContext) {
  const { readReport } = await import('../input/read-report.ts');
  const path = args.positionals[0] ?? '-';
  const outputs = readOutputOptions(args);
  const report = await readReport(path, context);
  const problems = outputs.ok ? findOverwrites(outputs.value, [{ path }], 'render') : outputs.error;
  const errors = [...commandLineErrors(problems), ...(report.ok ? [] : [report.error])];
  if (errors.length > 0 || !outputs.ok || !report.ok) return reportInputErrors(context, errors, 'Nothing was written.');
  const sinks = await openSinks(outputs.value, context);
  if (!sinks.ok) {
    context.say(`certmuster: ${sinks.error.message}.\nNothing was written.`);
    return sinks.error.exitCode;
  }
  let isBroken = false;
  for (const sink of sinks.value) isBroken = !(await fill(sink, report.value, context)) || isBroken;
  return isBroken ? exitCodes.broken : exitCodes.clean;
}

/** False if it could not be written. A reader that leaves is no failure. */
async function fill(sink: ReportSink, report: ScanReport, context: ProcessContext): Promise<boolean> {
  const { endpoints, ...summary } = report;
  try {
    for (const endpoint of endpoints) if ((await sink.endpoint({ report: endpoint })) === 'closed') return true;
    await sink.finish(summary, sink.keeps === 'nothing' ? [] : endpoints);
    return true;
  } catch (error) {
    context.say(`certmuster: ${sink.name} could not be written: it ${describeFileError(error)}.`);
    await sink.abandon().catch(() => undefined);
    return false;
  }
}
