import { type HistoryDatabase, messageOf } from './database.ts';

/**
 * Reads and writes: undefined if both succeed, else a clause. What is written is what stands there already, so that a disk that is full or
 * read-only shows. Another process that writes just now is no fault, and is not waited for.
 */
export function checkHistory(database: HistoryDatabase): string | undefined {
  const timeout = Number(database.prepare('pragma busy_timeout').get()?.['timeout'] ?? 0);
  try {
    database.prepare('select max(id) as last from run').get();
    database.exec('pragma busy_timeout = 0');
    database.inTransaction(() => {
      database.prepare('update schedule set since = since where name = (select min(name) from schedule)').run();
    });
    return undefined;
  } catch (thrown) {
    const message = messageOf(thrown);
    return /locked|busy/i.test(message) ? undefined : `the history cannot be read and written: ${message}`;
  } finally {
    database.exec(`pragma busy_timeout = ${timeout}`);
  }
}
