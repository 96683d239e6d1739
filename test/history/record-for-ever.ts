// node record-for-ever.js FILE SERIES [RUNS]: records runs of thirty endpoints, a line on standard output after each.
import { openHistory } from '../../src/history/database.ts';
import { failing, record, serving } from './runs.ts';

const [, , path = '', series = '', runs = '1000000'] = process.argv;
const opened = openHistory(path, { create: true });
if (!opened.ok) throw new Error(opened.error);
for (let run = 1; run <= Number(runs); run += 1) {
  const endpoints = Array.from({ length: 30 }, (_, index) =>
    serving(`10.0.0.${index}`, `${series} ${index} ${run % 3}`),
  );
  record(
    opened.value,
    run,
    endpoints.map((each, index) => (index === run % 30 ? failing(each, 'expiry-margin') : each)),
    { series },
  );
  process.stdout.write(`${run}\n`);
}
opened.value.close();
