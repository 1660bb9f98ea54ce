#!/usr/bin/env node
// Prisma's schema engine for these tests, from the package registry alone.
//
// `prisma` downloads a binary from a host of its own and talks JSON-RPC to it, one message a line. Where
// PRISMA_SCHEMA_ENGINE_BINARY names another program, it talks to that one: to this script, which asks the same engine,
// compiled to WebAssembly, over a driver of JavaScript. PostgreSQL only. SCHEMA_ENGINE_PACKAGES is the folder in which
// its packages are installed.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import readline from "node:readline";

const installed = createRequire(path.join(process.env.SCHEMA_ENGINE_PACKAGES, "package.json"));
const { Client } = installed("pg");
const { parse } = installed("pg-connection-string");
const { PrismaPg } = installed("@prisma/adapter-pg");
const { bindMigrationAwareSqlAdapterFactory } = installed("@prisma/driver-adapter-utils");

const { datamodels, datasource, command } = readArguments(process.argv.slice(2));

function readArguments(given) {
  const read = { datamodels: [], datasource: {}, command: undefined };
  for (let at = 0; at < given.length; at++) {
    if (given[at] === "--version") {
      console.log("schema-engine-cli (WebAssembly)");
      process.exit(0);
    } else if (given[at] === "--datamodels") read.datamodels.push(given[++at]);
    else if (given[at] === "--datasource") read.datasource = JSON.parse(given[++at]);
    else if (given[at] === "cli") read.command = given[++at];
    else if (given[at].startsWith("--")) at++;
  }
  return read;
}

function fail(error_code, message) {
  const fields = { is_panic: false, error_code, message };
  const line = { timestamp: new Date().toISOString(), level: "ERROR", fields, target: "schema_engine::logger" };
  process.stderr.write(`${JSON.stringify(line)}\n`);
  process.exit(1);
}

// --- PostgreSQL

/** In parts: `pg` does not look at `database` beside a `connectionString`. */
function configOf(url) {
  const { host, port, user, password, database, ssl } = parse(url);
  return { host, port: Number(port || 5432), user, password: password ?? undefined, database, ssl };
}

async function execute(config, sql) {
  const client = new Client(config);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

// The driver adapter does not know the type "char" of the catalogue. It passes as text, and is named again afterwards.
const CHAR = 18;
const TEXT = 25;
const CHARACTER = 6; // among the column types of Prisma
const charColumns = new Set();
const plainQuery = Client.prototype.query;

function passCharAsText(result) {
  for (const field of result?.fields ?? []) {
    if (field.dataTypeID !== CHAR) continue;
    field.dataTypeID = TEXT;
    charColumns.add(field.name);
  }
  return result;
}

Client.prototype.query = function (...given) {
  const done = given.at(-1);
  if (typeof done === "function") given[given.length - 1] = (error, result) => done(error, passCharAsText(result));
  const result = plainQuery.apply(this, given);
  return typeof result?.then === "function" ? result.then(passCharAsText) : result;
};

function nameChar(adapter) {
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    result.columnTypes = result.columnTypes.map((type, at) =>
      charColumns.has(result.columnNames[at]) ? CHARACTER : type,
    );
    return result;
  };
  return adapter;
}

function adapterFactory() {
  const factory = new PrismaPg(configOf(datasource.url));
  const connect = factory.connect.bind(factory);
  factory.connect = async () => nameChar(await connect());
  factory.connectToShadowDb = shadow;
  return factory;
}

/** The database on which migrations are tried: the one that was given, or one that is dropped afterwards. */
async function shadow() {
  if (datasource.shadowDatabaseUrl) {
    const config = configOf(datasource.shadowDatabaseUrl);
    await execute(config, "drop schema if exists public cascade; create schema public");
    return nameChar(await new PrismaPg(config).connect());
  }
  const config = configOf(datasource.url);
  const database = `prisma_migrate_shadow_db_${crypto.randomUUID()}`;
  await execute(config, `create database "${database}"`);
  const adapter = nameChar(await new PrismaPg({ ...config, database }).connect());
  const dispose = adapter.dispose.bind(adapter);
  adapter.dispose = async () => {
    await dispose(); // first: nobody drops a database that is in use
    await execute(config, `drop database "${database}" with (force)`);
  };
  return adapter;
}

// --- `cli can-connect-to-database` and the like

if (command) {
  try {
    const config = configOf(datasource.url);
    const name = config.database.replaceAll('"', '""');
    if (command === "can-connect-to-database") await execute(config, "select 1");
    else if (command === "create-database") await execute({ ...config, database: "postgres" }, `create database "${name}"`);
    else if (command === "drop-database") await execute({ ...config, database: "postgres" }, `drop database "${name}"`);
    else throw new Error(`no such command: ${command}`);
    process.exit(0);
  } catch (error) {
    fail({ "3D000": "P1003", "28P01": "P1000" }[error.code] ?? "P1001", error.message || String(error.code));
  }
}

// --- the engine

const panic = { message: "", get: () => panic.message, set_message: (message) => void (panic.message = message) };
globalThis.PRISMA_WASM_PANIC_REGISTRY = panic;

async function startEngine() {
  const folder = path.dirname(installed.resolve("@prisma/schema-engine-wasm"));
  const glue = await import(path.join(folder, "schema_engine_bg.js"));
  const module = new WebAssembly.Module(await readFile(path.join(folder, "schema_engine_bg.wasm")));
  const { exports } = new WebAssembly.Instance(module, { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(exports);
  exports.__wbindgen_start();
  const models = await Promise.all(datamodels.map(async (file) => [file, await readFile(file, "utf8")]));
  const options = { datamodels: models.length > 0 ? models : undefined };
  return glue.SchemaEngine.new(options, () => {}, bindMigrationAwareSqlAdapterFactory(adapterFactory()));
}

let engine;
let prints = 0;
const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);

async function answer({ id, method, params }) {
  engine ??= await startEngine();
  // These two look for the shadow database in what an earlier question left behind.
  if (method === "evaluateDataLoss" || method === "createMigration") {
    await engine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters });
  }
  const { stdout, ...rest } = (await engine[method === "getDatabaseVersion" ? "version" : method](params)) ?? {};
  if (stdout) send({ id: `print-${++prints}`, method: "print", params: { content: stdout.trimEnd() } });
  send({ id, result: rest });
}

async function handle(line) {
  const request = JSON.parse(line);
  if (!request.method) return; // they have read what was printed
  try {
    await answer(request);
  } catch (error) {
    const is_panic = error?.name === "RuntimeError";
    const message = (is_panic && panic.get()) || error?.message || String(error);
    const data = { is_panic, message, error_code: error?.code ?? null, meta: error?.meta ?? null };
    send({ id: request.id, error: { code: 4466, message, data } });
  }
}

process.on("uncaughtException", (error) => fail("", panic.get() || String(error?.stack ?? error)));
let queue = Promise.resolve();
const lines = readline.createInterface({ input: process.stdin });
lines.on("line", (line) => void (queue = queue.then(() => handle(line))));
lines.on("close", () => void queue.then(() => process.exit(0)));
