// What an instance has stored, seen from beside it, on SQLite and on PostgreSQL.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

function onFile(instance, use) {
  const database = new DatabaseSync(join(instance.data, 'guildhall.sqlite'));
  try {
    database.exec('PRAGMA busy_timeout = 10000');
    return use(database);
  } finally {
    database.close();
  }
}

function psql(instance, sql) {
  return execFileSync('psql', [instance.database, '-qXAt', '-v', 'ON_ERROR_STOP=1', '-c', sql], { encoding: 'utf8' });
}

// Rows as objects. Only plain columns: bytes are asked for as hex().
export function rows(instance, sql) {
  if (!instance.database) return onFile(instance, (database) => database.prepare(sql).all().map((row) => ({ ...row })));
  return JSON.parse(psql(instance, `SELECT coalesce(json_agg(t), '[]') FROM (${sql}) t`));
}

export function execute(instance, sql) {
  if (instance.database) psql(instance, sql);
  else onFile(instance, (database) => database.exec(sql));
}

const known = new WeakMap();
function tables(instance) {
  if (!known.has(instance)) {
    const all = instance.database
      ? "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
      : "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    known.set(instance, rows(instance, all).map((row) => row.name).filter((name) => !/^(performance_|ledger_|event_)/.test(name)).sort());
  }
  return known.get(instance);
}

// How many rows each table has, and how many files lie in the vault: the same before and after what stores nothing.
// Tables that follow the events a little later are left out.
export function amounts(instance) {
  // What the program does by itself comes when it comes: payments are held against the provider's once a day.
  const which = (table) => (table === 'jobs' ? `${table} WHERE kind <> 'payments.reconcile'` : table);
  const counts = rows(instance, tables(instance).map((table) => `SELECT '${table}' AS name, count(*) AS n FROM ${which(table)}`).join(' UNION ALL '));
  const found = Object.fromEntries(counts.map(({ name, n }) => [name, Number(n)]));
  const files = join(instance.data, 'files');
  found['files/'] = existsSync(files) ? readdirSync(files, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length : 0;
  return found;
}
