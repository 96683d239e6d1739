import { pathToFileURL } from 'node:url';

import Database from 'libsql';

import { err, ok, type Result } from '../model/result.ts';
import { schemaVersions } from './schema.ts';

/** A value in the database. */
export type Value = string | number | bigint | Uint8Array | null;

/** A row; the driver adds `_metadata`. */
export type Row = Readonly<Record<string, unknown>>;

/** A statement that was compiled once. Parameters are by position. */
export interface Statement {
  readonly run: (...values: readonly Value[]) => {
    readonly changes: number;
    readonly lastInsertRowid: number | bigint;
  };
  readonly get: (...values: readonly Value[]) => Row | undefined;
  readonly all: (...values: readonly Value[]) => readonly Row[];
}

/** An open history: one file in SQLite's format. Methods throw what the database throws. */
export interface HistoryDatabase {
  readonly prepare: (sql: string) => Statement;
  readonly exec: (sql: string) => void;
  /** Runs `work` as one transaction that no other process's writing can break into: all of it happens, or nothing. */
  readonly inTransaction: <T>(work: () => T) => T;
  readonly close: () => void;
}

/** `PRAGMA application_id`: `file` and `sqlite3` can tell a history from another database. ASCII `cMst`. */
const applicationId = 0x634d7374;

/** How long one process waits for another that writes, if it has nothing else to do; a batch of endpoints takes milliseconds. */
const longestWaitMs = 30_000;

/**
 * Opens a history, or makes one if there is no file and `create` is set. An older schema is brought up to date, in one transaction. The
 * error is a clause about the file.
 */
export function openHistory(path: string, { create }: { readonly create: boolean }): Result<HistoryDatabase, string> {
  let database: InstanceType<typeof Database>;
  try {
    const { href } = pathToFileURL(path);
    database = new Database(`${href}?mode=${create ? 'rwc' : 'rw'}`, { timeout: longestWaitMs });
  } catch (thrown) {
    // SQLite's own reason is a number (14).
    const isSystem = /Unable to open/i.test(messageOf(thrown));
    if (!isSystem) return err(`cannot be opened: ${messageOf(thrown)}`);
    return err(
      create
        ? 'cannot be opened: its folder is missing, or may not be written to'
        : 'does not exist, or cannot be opened; give a file that `scan --history` wrote',
    );
  }
  try {
    const history = wrap(database);
    const objection = prepare(history);
    if (objection === undefined) return ok(history);
    database.close();
    return err(objection);
  } catch (thrown) {
    database.close();
    return err(describeRefusal(messageOf(thrown)));
  }
}

function describeRefusal(message: string): string {
  if (/not a database/i.test(message)) return notOurs;
  return /readonly/i.test(message) ? notWritable : `cannot be read: ${message}`;
}

/** Also for those who only read: they note in files beside it what they look at. */
export const notWritable =
  'may not be written to; let the user that runs certmuster write to the file and to its folder';

const notOurs = 'is not a history of certmuster; give another file';

/** A clause if the file is not a history that this version can use. */
function prepare(history: HistoryDatabase): string | undefined {
  const read = (name: string): number => Number(history.prepare(`pragma ${name}`).get()?.[name]);
  const version = read('user_version');
  const isEmpty = history.prepare('select 1 from sqlite_schema limit 1').get() === undefined;
  if (!isEmpty && read('application_id') !== applicationId) return notOurs;
  if (version > schemaVersions.length) {
    return `was written by a newer version of certmuster (schema ${version}, this one knows ${schemaVersions.length}); update certmuster`;
  }
  // Readers do not wait for a writer, and a process that is killed leaves the file whole.
  history.exec('pragma journal_mode = wal');
  history.exec('pragma synchronous = full');
  history.exec('pragma foreign_keys = on');
  if (version < schemaVersions.length) migrate(history);
  return undefined;
}

function migrate(history: HistoryDatabase): void {
  history.inTransaction(() => {
    // Another process may have done it meanwhile.
    const version = Number(history.prepare('pragma user_version').get()?.['user_version']);
    for (const statements of schemaVersions.slice(version)) history.exec(statements);
    history.exec(`pragma application_id = ${applicationId}`);
    history.exec(`pragma user_version = ${schemaVersions.length}`);
  });
}

function wrap(database: InstanceType<typeof Database>): HistoryDatabase {
  const exec = (sql: string): void => void database.exec(sql);
  return {
    prepare: (sql) => {
      const statement = database.prepare(sql);
      // As an array: the driver takes a lone object, bytes among them, for named parameters, and ends the process.
      return {
        run: (...values) => statement.run(values),
        get: (...values) => statement.get(values) as Row | undefined,
        all: (...values) => (statement.all(values) as readonly Row[]).map(withBytes),
      };
    },
    exec,
    inTransaction: (work) => {
      exec('begin immediate');
      try {
        const value = work();
        exec('commit');
        return value;
      } catch (thrown) {
        undoAfter(thrown, () => exec('rollback'));
        throw thrown;
      }
    },
    close: () => void database.close(),
  };
}

/**
 * After some errors, of a full disk for instance, the database has undone the whole transaction itself, and objects to being asked for it:
 * what is thrown then is why it had to be undone.
 */
export function undoAfter(thrown: unknown, rollBack: () => void): void {
  try {
    rollBack();
  } catch {
    throw thrown;
  }
}

/** `all` gives blobs as ArrayBuffers, `get` as Buffers. */
function withBytes(row: Row): Row {
  const entries = Object.entries(row);
  if (!entries.some(([, value]) => value instanceof ArrayBuffer)) return row;
  return Object.fromEntries(
    entries.map(([name, value]) => [name, value instanceof ArrayBuffer ? new Uint8Array(value) : value]),
  );
}

/** What a database says, without a stop at the end. */
export function messageOf(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).replace(/\.$/, '');
}
