import type { TestEvent } from 'node:test/reporters';

/** A reporter for `node --test`: a line of JSON for each test that ran. */
// biome-ignore lint/style/noDefaultExport: Node takes the default export of a reporter.
export default async function* reportOutcomes(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.skip === undefined) yield `${JSON.stringify({ name: data.name, hasPassed: type === 'test:pass' })}\n`;
  }
}
