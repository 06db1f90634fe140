import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { collect, isWeatherCall, load, prompt, sample, scriptedAnswer, scriptFile, startSimulator, weatherTool, words } from './server.mjs';

const { ApiError, FunctionCallingConfigMode, GoogleGenAI } = load('@google/genai');
let base;
const client = (path = '', options = {}) =>
  new GoogleGenAI({ apiKey: 'any', httpOptions: { baseUrl: base + path, headers: sample, ...options } });
const ask = { model: 'sim', contents: prompt };

before(async () => { base = await startSimulator(); });

test('generate and stream agree', async () => {
  const plain = await client().models.generateContent(ask);
  assert.equal(words(plain.text), 30);
  assert.equal(plain.candidates[0].finishReason, 'STOP');
  const { items, error } = await collect(await client().models.generateContentStream(ask));
  assert.equal(error, null);
  assert.ok(items.length > 5);
  assert.equal(items.map((chunk) => chunk.text).join(''), plain.text);
  assert.deepEqual(items.at(-1).usageMetadata, plain.usageMetadata);
  assert.equal(items.at(-1).candidates[0].finishReason, 'STOP');
  const usage = plain.usageMetadata;
  assert.equal(usage.totalTokenCount, usage.promptTokenCount + usage.candidatesTokenCount);
});

test('a limit on tokens cuts the reply', async () => {
  const cut = await client().models.generateContent({ ...ask, config: { maxOutputTokens: 5, systemInstruction: 'Be brief.' } });
  assert.equal(cut.candidates[0].finishReason, 'MAX_TOKENS');
  assert.equal(cut.usageMetadata.candidatesTokenCount, 5);
});

test('a schema is kept to', async () => {
  const reply = await client().models.generateContent(
    { ...ask, config: { responseMimeType: 'application/json', responseJsonSchema: weatherTool.schema } });
  assert.ok(isWeatherCall(JSON.parse(reply.text)));
});

test('models are listed page by page, and described', async () => {
  const names = [];
  for await (const model of await client().models.list({ config: { pageSize: 2 } }))
    names.push(model.name);
  for (const name of ['models/sim', 'models/sim-small', 'models/sim-large', 'models/gemini-2.5-flash'])
    assert.ok(names.includes(name), name);
  assert.equal((await client().models.get({ model: 'sim' })).name, 'models/sim');
});

test('tokens are counted as they are billed', async () => {
  const { totalTokens } = await client().models.countTokens(ask);
  assert.equal(totalTokens, (await client().models.generateContent(ask)).usageMetadata.promptTokenCount);
});

test('a forced call, plain and streamed, then text after its result', async () => {
  const config = {
    tools: [{ functionDeclarations: [{ name: weatherTool.name, description: weatherTool.description, parametersJsonSchema: weatherTool.schema }] }],
    toolConfig: { functionCallingConfig: { mode: FunctionCallingConfigMode.ANY, allowedFunctionNames: ['get_weather'] } },
  };
  const asked = [{ role: 'user', parts: [{ text: 'What is the weather in Porto?' }] }];
  const reply = await client().models.generateContent({ model: 'sim', contents: asked, config });
  const [call] = reply.functionCalls;
  assert.equal(call.name, 'get_weather');
  assert.ok(isWeatherCall(call.args));
  const { items } = await collect(await client().models.generateContentStream({ model: 'sim', contents: asked, config }));
  assert.deepEqual(items.flatMap((chunk) => chunk.functionCalls ?? []).map((one) => one.args), [call.args]);

  const contents = [...asked, reply.candidates[0].content,
    { role: 'user', parts: [{ functionResponse: { id: call.id, name: call.name, response: { output: { temp: 19 } } } }] }];
  const answer = await client().models.generateContent({ model: 'sim', contents, config });
  assert.match(answer.text, /get_weather.*19/);
  assert.equal(answer.functionCalls, undefined);
});

test('a script thinks, calls twice at once, and answers with what the tools said', async () => {
  const scripted = new GoogleGenAI({ apiKey: 'any', httpOptions: { baseUrl: await startSimulator('--script', scriptFile) } });
  const config = { tools: [{ functionDeclarations: [{ name: weatherTool.name, parametersJsonSchema: weatherTool.schema }] }] };
  const asked = [{ role: 'user', parts: [{ text: 'Weather?' }] }];
  const reply = await scripted.models.generateContent({ model: 'sim', contents: asked, config });
  const { items } = await collect(await scripted.models.generateContentStream({ model: 'sim', contents: asked, config }));
  for (const calls of [reply.functionCalls, items.flatMap((chunk) => chunk.functionCalls ?? [])]) {
    assert.deepEqual(calls.map((call) => call.args.city), ['Porto', 'Rome']);
    assert.equal(new Set(calls.map((call) => call.id)).size, 2);
  }
  const usage = reply.usageMetadata;
  assert.equal(usage.candidatesTokenCount + usage.thoughtsTokenCount, 40);
  const results = reply.functionCalls.map((call, i) =>
    ({ functionResponse: { id: call.id, name: call.name, response: { output: { temp: [19, 24][i] } } } }));
  const contents = [...asked, reply.candidates[0].content, { role: 'user', parts: results }];
  assert.equal((await scripted.models.generateContent({ model: 'sim', contents, config })).text, scriptedAnswer);
  const last = await collect(await scripted.models.generateContentStream({ model: 'sim', contents, config }));
  assert.equal(last.items.map((chunk) => chunk.text ?? '').join(''), scriptedAnswer);
});

test('texts are embedded', async () => {
  const contents = ['cats and dogs', 'dogs and cats', 'tax law'];
  const { embeddings } = await client().models.embedContent({ model: 'gemini-embedding-001', contents, config: { outputDimensionality: 256 } });
  const dot = (a, b) => a.values.reduce((sum, x, i) => sum + x * b.values[i], 0);
  assert.equal(embeddings.length, 3);
  assert.equal(embeddings[0].values.length, 256);
  assert.ok(dot(embeddings[0], embeddings[1]) > 0.99 && dot(embeddings[0], embeddings[2]) < 0.5);
});

test('an unknown model and an unknown field are errors', async () => {
  await assert.rejects(client().models.generateContent({ ...ask, model: 'gpt' }), (error) => error instanceof ApiError && error.status === 404);
  await assert.rejects(client('', { extraBody: { prompt: 'x' } }).models.generateContent(ask), (error) => error.status === 400);
});

test('a rate limit is an error, and passes when tried again', async () => {
  await assert.rejects(client('/faults/rate-limit').models.generateContent(ask), (error) => {
    const status = JSON.parse(error.message).error;
    return error.status === 429 && status.status === 'RESOURCE_EXHAUSTED'
      && status.details.some((detail) => detail.retryDelay === '0.01s');
  });
  const patient = client('/faults/rate-limit-once', { retryOptions: { attempts: 2 } });
  assert.equal(words((await patient.models.generateContent(ask)).text), 30);
});

test('streams that break', async () => {
  const stream = async (fault) => collect(await client(`/faults/${fault}`).models.generateContentStream(ask));
  const cut = await stream('cut');
  assert.ok(cut.items.length > 0 && cut.error);
  const failed = await stream('stream-error');
  assert.ok(failed.items.length > 0 && failed.error.status === 503);
  const silent = await stream('silent-cut');
  assert.ok(silent.items.length > 0 && silent.error === null);
  assert.ok(silent.items.every((chunk) => !chunk.candidates[0].finishReason));
  assert.ok((await stream('malformed')).error);
});
