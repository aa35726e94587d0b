// Runs queries in Kùzu over CSV files: node kuzu.mjs MODULES FOLDER
//
// MODULES is a folder whose node_modules holds kuzu. FOLDER holds schema.txt (one statement a
// line), one CSV file a table in the order of tables.txt, and queries.jsonl with {"id", "query"}.
// Prints {"id", "rows"} or {"id", "error"} a line.
import fs from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';

const [, , modules, folder] = process.argv;
const kuzu = createRequire(path.join(modules, 'x.js'))('kuzu');
const read = (name) => fs.readFileSync(path.join(folder, name), 'utf8').split('\n').filter(Boolean);

const database = new kuzu.Database(path.join(folder, 'kuzu.db'), 256 << 20);
await database.init();
const connection = new kuzu.Connection(database, 2);
await connection.init();

async function rows(text) {
  const result = await connection.query(text);
  const last = Array.isArray(result) ? result[result.length - 1] : result;
  const columns = await last.getColumnNames();
  return (await last.getAll()).map((row) => columns.map((name) => row[name]));
}

for (const statement of read('schema.txt')) await rows(statement);
for (const table of read('tables.txt')) {
  await rows(`COPY ${table} FROM '${path.join(folder, table)}.csv' (HEADER=true)`);
}
const plain = (key, value) => (typeof value === 'bigint' ? Number(value) : value);
for (const line of read('queries.jsonl')) {
  const {id, query} = JSON.parse(line);
  let answer;
  try {
    answer = {id, rows: await rows(query)};
  } catch (error) {
    answer = {id, error: String(error.message ?? error)};
  }
  console.log(JSON.stringify(answer, plain));
}
process.exit(0);
