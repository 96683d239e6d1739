import { pathToFileURL } from 'node:url';

import Database from 'libsql';

import { err, ok, type Result } from '../model/result.ts';
import { messageOf } from './database.ts';

/** A service that is restarted may wait for the one before to end. */
const waitsMs = 3_000;

/**
 * Holds a history for one service: two would make each run twice, and deliver each notification twice. Others that read it or record into
 * it are not kept out. The lock is that of a database beside it, without content, which the system opens again when the process is gone.
 * The error is a clause about the history; what is returned ends it.
 */
export function holdHistory(path: string): Result<() => void, string> {
  let database: InstanceType<typeof Database> | undefined;
  try {
    database = new Database(`${pathToFileURL(`${path}-service`).href}?mode=rwc`, { timeout: waitsMs });
    database.exec('begin exclusive');
  } catch (thrown) {
    database?.close();
    const isHeld = /locked|busy/i.test(messageOf(thrown));
    return err(
      isHeld
        ? 'is in use by another service; end that one first, or give this one a history of its own'
        : `cannot be held with a lock beside it (${path}-service): ${messageOf(thrown)}`,
    );
  }
  const held = database;
  return ok(() => void held.close());
}
