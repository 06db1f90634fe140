// `interleave mcp`, driven by the official SDK of the Model Context Protocol as a model's program drives it.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { load } from './server.mjs';

const { Client } = load('@modelcontextprotocol/sdk/client/index.js');
const { StdioClientTransport } = load('@modelcontextprotocol/sdk/client/stdio.js');

const data = mkdtempSync(join(tmpdir(), 'interleave-mcp-'));
after(() => rmSync(data, { recursive: true, force: true }));

async function connected(use, ...options) {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(new StdioClientTransport({
    command: process.env.INTERLEAVE_PROGRAM, args: ['mcp', ...options], env: { PATH: process.env.PATH, HOME: data, XDG_DATA_HOME: data, XDG_CONFIG_HOME: data } }));
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}
const textOf = (answer) => answer.content.map((part) => part.text).join('');
const ask = (client, name, args = {}) => client.callTool({ name, arguments: args });

test('it says who it is, and offers what only reads', () => connected(async (client) => {
  assert.equal(client.getServerVersion().name, 'interleave');
  const { tools } = await client.listTools();
  assert.deepEqual(tools.map((tool) => tool.name), ['list', 'predict', 'runs', 'explain']);
  assert.ok(tools.every((tool) => tool.annotations.readOnlyHint && tool.description.length > 40));
  await client.ping();
}));

test('a prediction is the article\'s table', () => connected(async (client) => {
  const text = textOf(await ask(client, 'predict', { scenario: 'article' }));
  assert.match(text, /15\.10 s/);
  assert.match(text, /7\.30 s/);
  const report = JSON.parse(textOf(await ask(client, 'predict', { scenario: 'article', models: ['concurrent'], concurrency: 1, json: true })));
  assert.equal(report.runs.length, 1);
  assert.ok(Math.abs(report.runs[0].makespan_s - 15.1) < 0.05); // one at a time is sequential
}));

test('several questions at once have each its answer', () => connected(async (client) => {
  const kinds = ['scenarios', 'models', 'profiles', 'analyzers'];
  const answers = await Promise.all(kinds.map((kind) => ask(client, 'list', { kind })));
  assert.ok(JSON.parse(textOf(answers[0])).some((entry) => entry.id === 'article'));
  assert.ok(JSON.parse(textOf(answers[1])).some((entry) => entry.id === 'hybrid'));
}));

test('what is wrong is told to the model, with the remedy', () => connected(async (client) => {
  for (const [tool, args, word] of [
    ['predict', { scenario: '/etc/passwd' }, /built-in/],
    ['predict', { scenario: 'article', endpoint: 'https://api.openai.com/v1' }, /endpoint/],
    ['predict', { scenario: 'article', arrival: 'replay:/etc/passwd' }, /arrival/],
    ['predict', { scenario: 'article', concurrency: 0 }, /concurrency/],
    ['predict', { scenario: 'article', models: ['telepathy'] }, /telepathy/],
    ['explain', { runs: ['../../../etc/passwd'] }, /no saved run/],
    ['explain', { runs: ['--help'] }, /no saved run/],
    ['compare', { scenario: 'article' }, /--allow-runs/],
    ['nothing', {}, /no tool/],
  ]) {
    const answer = await ask(client, tool, args);
    assert.equal(answer.isError, true, `${tool} ${JSON.stringify(args)}`);
    assert.match(textOf(answer), word);
  }
}));

test('with leave it runs on the simulator, and explains what it ran', () => connected(async (client) => {
  const compared = await ask(client, 'compare', { scenario: 'article', models: ['sequential', 'concurrent'], time_scale: 0.02 });
  assert.notEqual(compared.isError, true, textOf(compared));
  assert.match(textOf(compared), /5\/5/);
  const runs = JSON.parse(textOf(await ask(client, 'runs')));
  assert.equal(runs.length, 2);
  const facts = textOf(await ask(client, 'explain', { runs: runs.map((run) => run.id) }));
  assert.match(facts, /^# article\n/);
  assert.match(facts, /\| concurrent \|/);
}, '--allow-runs'));

test('a call that is given up is ended', () => connected(async (client) => {
  const controller = new AbortController();
  const call = client.callTool({ name: 'compare', arguments: { scenario: 'article', models: ['sequential'], time_scale: 10 } }, undefined,
    { signal: controller.signal });
  setTimeout(() => controller.abort(), 300);
  await assert.rejects(call);
  for (let i = 0; i < 4; ++i) // its place is free again
    assert.match(textOf(await ask(client, 'list', { kind: 'models' })), /hybrid/);
}, '--allow-runs'));
