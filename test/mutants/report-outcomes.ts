import type { TestEvent } from 'node:test/reporters';

/** A reporter for `node --test`: a line of JSON for each test that ran. */
export default async function* reportOutcomes(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.skip === undefined) yield `${JSON.stringify({ name: data.name, hasPassed: type === 'test:pass' })}\n`;
  }
}
