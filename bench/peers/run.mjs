// One peer, one mode, one line of JSON: node run.mjs duckdb|kuzu load|query|open DATA DATABASE MODULES
//
// The engine's package is taken from MODULES (a folder in which npm installed it). Timings are of
// the call that returns all rows to this process; rows come as arrays, in order.
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';

const [, , engine, mode, data, database, modules] = process.argv;
const require = createRequire(path.join(path.resolve(modules), 'package.json'));
const here = path.dirname(new URL(import.meta.url).pathname);
const tasks = JSON.parse(fs.readFileSync(path.join(here, '..', 'tasks.json'), 'utf8'));
const { parameters } = JSON.parse(fs.readFileSync(path.join(data, 'parameters.json'), 'utf8'));

const literal = (v) => (typeof v === 'number' ? String(v) : `'${v}'`);
const fill = (text) => text.replace(/\$(\w+)/g, (_, name) => literal(parameters[name]));

const nodes = {
  Province: 'id, name s, level s', Document: 'id, title s, number s, year, prov', Section: 'id, title s, no',
  Measure: 'id, text s, modality s, section_no, ord', Agency: 'id, name s, cls, cls_name s, prov',
  Theme: 'id, name s, level',
};
const relationships = {
  ISSUED: ['Province', 'Document', ''], CONTAINS: ['Document', 'Measure', ''], PARENT: ['Theme', 'Theme', ''],
  ASSIGNED_TO: ['Measure', 'Agency', 'role s, ord'], ABOUT: ['Measure', 'Theme', ''],
  CITES: ['Document', 'Document', ''], HAS_SECTION: ['Document', 'Section', ''],
};
const columns = (spec, integer, string) =>
  spec.split(', ').filter(Boolean).map((c) => c.endsWith(' s') ? `${c.slice(0, -2)} ${string}` : `${c} ${integer}`);

async function openDuckdb() {
  const { DuckDBInstance } = require('@duckdb/node-api');
  const instance = await DuckDBInstance.create(database, { threads: '2', memory_limit: '8192MB' });
  const connection = await instance.connect();
  return {
    rows: async (q) => (await connection.runAndReadAll(q)).getRows(),
    text: (task) => fill(task.sql),
    async load() {
      const table = async (name, file, cols) => {
        await connection.run(`CREATE TABLE ${name}(${cols.join(', ')})`);
        await connection.run(`COPY ${name} FROM '${data}/${file}.csv' (HEADER true)`);
      };
      for (const [name, spec] of Object.entries(nodes)) {
        const cols = columns(spec, 'BIGINT', 'VARCHAR');
        cols[0] += ' PRIMARY KEY';
        await table(name, name, cols);
      }
      for (const [name, [, , spec]] of Object.entries(relationships)) {
        await table(name === 'CONTAINS' ? 'CONTAINS_' : name, name,
                    ['src BIGINT', 'dst BIGINT', ...columns(spec, 'BIGINT', 'VARCHAR')]);
      }
      await connection.run('CHECKPOINT');
    },
  };
}

async function openKuzu() {
  const kuzu = require('kuzu');
  const db = new kuzu.Database(database, 4096 * 1048576);
  await db.init();
  const connection = new kuzu.Connection(db, 2);
  await connection.init();
  const rows = async (q) => {
    const result = await connection.query(q);
    const all = (await result.getAll()).map((row) => Object.values(row));
    result.close();
    return all;
  };
  return {
    rows,
    text: (task) => fill(task.kuzu ?? task.query),
    async load() {
      for (const [name, spec] of Object.entries(nodes)) {
        const cols = columns(spec, 'INT64', 'STRING');
        cols[0] += ' PRIMARY KEY';
        await rows(`CREATE NODE TABLE ${name}(${cols.join(', ')})`);
      }
      for (const [name, [from, to, spec]] of Object.entries(relationships)) {
        const extra = columns(spec, 'INT64', 'STRING').map((c) => `, ${c}`).join('');
        await rows(`CREATE REL TABLE \`${name}\`(FROM ${from} TO ${to}${extra})`);
      }
      for (const name of [...Object.keys(nodes), ...Object.keys(relationships)]) {
        await rows(`COPY \`${name}\` FROM '${data}/${name}.csv' (HEADER=true)`);
      }
      await rows('CHECKPOINT');
    },
  };
}

const now = () => performance.now();
const opened = now();
const peer = await (engine === 'duckdb' ? openDuckdb() : openKuzu());
const out = { engine, mode };
if (mode === 'load') {
  const start = now();
  await peer.load();
  out.seconds = (now() - start) / 1000;
} else if (mode === 'open') {
  await peer.rows(peer.text(tasks[0]));
  out.milliseconds = now() - opened;
} else {
  out.tasks = {};
  for (const task of tasks) {
    const text = peer.text(task);
    let rows = await peer.rows(text);
    const times = [];
    for (const begin = now(); times.length < 5 && (times.length < 1 || now() - begin < 8000);) {
      const start = now();
      rows = await peer.rows(text);
      times.push(now() - start);
    }
    out.tasks[task.id] = { times, rows: rows.map((row) => row.map(String)) };
  }
}
process.stdout.write(JSON.stringify(out) + '\n', () => process.exit(0));
