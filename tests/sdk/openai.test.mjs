import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { collect, isWeatherCall, load, prompt, sample, scriptedAnswer, scriptFile, startSimulator, weatherTool, words } from './server.mjs';

const OpenAI = load('openai').default;
let base;
const client = (path = '', options = {}) =>
  new OpenAI({ apiKey: 'any', baseURL: `${base}${path}/v1`, defaultHeaders: sample, maxRetries: 0, ...options });
const ask = { model: 'sim', messages: [{ role: 'user', content: prompt }] };

before(async () => { base = await startSimulator(); });

test('generate and stream agree', async () => {
  const plain = await client().chat.completions.create(ask);
  const text = plain.choices[0].message.content;
  assert.equal(words(text), 30);
  assert.equal(plain.choices[0].finish_reason, 'stop');
  assert.match(plain._request_id, /^req_/);
  const { items, error } = await collect(
    await client().chat.completions.create({ ...ask, stream: true, stream_options: { include_usage: true } }));
  assert.equal(error, null);
  assert.equal(items[0].choices[0].delta.role, 'assistant');
  assert.equal(items.map((chunk) => chunk.choices[0]?.delta.content ?? '').join(''), text);
  assert.equal(new Set(items.map((chunk) => chunk.id)).size, 1);
  assert.deepEqual(items.at(-1).usage, plain.usage);
  assert.ok(items.slice(0, -1).every((chunk) => chunk.usage === null));
  const withoutUsage = await collect(await client().chat.completions.create({ ...ask, stream: true }));
  assert.ok(withoutUsage.items.every((chunk) => chunk.usage === undefined && chunk.choices.length === 1));
});

test('the accumulating helper takes the stream', async () => {
  const done = await client().chat.completions.stream({ ...ask, stream_options: { include_usage: true } }).finalChatCompletion();
  assert.equal(words(done.choices[0].message.content), 30);
  assert.ok(done.usage.total_tokens > 0);
});

test('a limit on tokens cuts the reply', async () => {
  for (const limit of ['max_tokens', 'max_completion_tokens']) {
    const cut = await client().chat.completions.create({ ...ask, [limit]: 5 });
    assert.equal(cut.choices[0].finish_reason, 'length');
    assert.equal(cut.usage.completion_tokens, 5);
  }
});

test('a schema is kept to', async () => {
  const reply = await client().chat.completions.parse({
    ...ask, response_format: { type: 'json_schema', json_schema: { name: 'weather', strict: true, schema: weatherTool.schema } } });
  assert.ok(isWeatherCall(reply.choices[0].message.parsed ?? JSON.parse(reply.choices[0].message.content)));
});

test('models are listed and described', async () => {
  const { items } = await collect(client().models.list());
  for (const name of ['sim', 'sim-small', 'sim-large', 'gpt-6-luna', 'text-embedding-3-small'])
    assert.ok(items.some((model) => model.id === name), name);
  assert.equal((await client().models.retrieve('sim')).id, 'sim');
  await assert.rejects(client().models.retrieve('nothing'), OpenAI.NotFoundError);
});

test('a forced call, plain and streamed, then text after its result', async () => {
  const tools = [{ type: 'function', function: { name: weatherTool.name, description: weatherTool.description, parameters: weatherTool.schema } }];
  const messages = [{ role: 'system', content: 'Be kind.' }, { role: 'user', content: 'What is the weather in Porto?' }];
  const request = { model: 'sim', messages, tools, tool_choice: 'required' };
  const reply = (await client().chat.completions.create(request)).choices[0];
  assert.equal(reply.finish_reason, 'tool_calls');
  const [call] = reply.message.tool_calls;
  assert.ok(isWeatherCall(JSON.parse(call.function.arguments)));
  const named = { ...request, tool_choice: { type: 'function', function: { name: 'get_weather' } } };
  const streamed = (await client().chat.completions.stream(named).finalChatCompletion()).choices[0].message.tool_calls[0];
  assert.equal(streamed.function.name, 'get_weather');
  assert.equal(streamed.function.arguments, call.function.arguments);

  const result = { role: 'tool', tool_call_id: call.id, content: '{"temp":19}' };
  const answer = await client().chat.completions.create({ ...request, messages: [...messages, reply.message, result] });
  assert.match(answer.choices[0].message.content, /get_weather.*19/);
  await assert.rejects(client().chat.completions.create({ ...request, messages: [...messages, reply.message] }), OpenAI.BadRequestError);
});

test('a script thinks, calls twice at once, and answers with what the tools said', async () => {
  const scripted = new OpenAI({ apiKey: 'any', baseURL: `${await startSimulator('--script', scriptFile)}/v1`, maxRetries: 0 });
  const tools = [{ type: 'function', function: { name: weatherTool.name, parameters: weatherTool.schema } }];
  const request = { model: 'sim', messages: [{ role: 'user', content: 'Weather?' }], tools };
  const reply = await scripted.chat.completions.create(request);
  const streamed = await scripted.chat.completions.stream({ ...request, stream_options: { include_usage: true } }).finalChatCompletion();
  for (const one of [reply, streamed]) {
    assert.deepEqual(one.choices[0].message.tool_calls.map((call) => JSON.parse(call.function.arguments).city), ['Porto', 'Rome']);
    assert.equal(new Set(one.choices[0].message.tool_calls.map((call) => call.id)).size, 2);
    assert.equal(one.usage.completion_tokens, 40);
    assert.ok(one.usage.completion_tokens_details.reasoning_tokens > 0);
  }
  const results = reply.choices[0].message.tool_calls.map((call, i) =>
    ({ role: 'tool', tool_call_id: call.id, content: `{"temp":${[19, 24][i]}}` }));
  const messages = [...request.messages, reply.choices[0].message, ...results];
  assert.equal((await scripted.chat.completions.create({ ...request, messages })).choices[0].message.content, scriptedAnswer);
  const last = await scripted.chat.completions.stream({ ...request, messages }).finalChatCompletion();
  assert.equal(last.choices[0].message.content, scriptedAnswer);
});

test('texts are embedded, as numbers and in base64', async () => {
  const input = ['cats and dogs', 'tax law'];
  const packed = await client().embeddings.create({ model: 'text-embedding-3-small', input });
  const plain = await client().embeddings.create({ model: 'text-embedding-3-small', input, encoding_format: 'float' });
  assert.equal(packed.data[0].embedding.length, 1536);
  packed.data[1].embedding.forEach((x, i) => assert.ok(Math.abs(x - plain.data[1].embedding[i]) < 1e-6));
  assert.ok(plain.usage.prompt_tokens > 0);
  const short = await client().embeddings.create({ model: 'text-embedding-3-large', input: 'cats', dimensions: 64 });
  assert.equal(short.data[0].embedding.length, 64);
});

test('an unknown model and an unknown argument are errors', async () => {
  await assert.rejects(client().chat.completions.create({ ...ask, model: 'gemini' }),
    (error) => error instanceof OpenAI.NotFoundError && error.code === 'model_not_found');
  await assert.rejects(client().chat.completions.create({ ...ask, prompt: 'x' }), OpenAI.BadRequestError);
});

test('a rate limit is an error, and passes when tried again', async () => {
  await assert.rejects(client('/faults/rate-limit').chat.completions.create(ask), (error) =>
    error instanceof OpenAI.RateLimitError && error.code === 'rate_limit_exceeded' && error.headers.get('retry-after-ms') === '10'
    && error.headers.get('x-ratelimit-remaining-requests') === '0');
  const patient = client('/faults/rate-limit-once', { maxRetries: 2 });
  assert.equal(words((await patient.chat.completions.create(ask)).choices[0].message.content), 30);
  await assert.rejects(client('/faults/overloaded').chat.completions.create(ask), OpenAI.InternalServerError);
});

test('streams that break', async () => {
  const stream = async (fault) => collect(await client(`/faults/${fault}`).chat.completions.create({ ...ask, stream: true }));
  const cut = await stream('cut');
  assert.ok(cut.items.length > 0 && cut.error);
  const failed = await stream('stream-error');
  assert.ok(failed.items.length > 0 && failed.error instanceof OpenAI.APIError && failed.error.code === 'server_is_overloaded');
  const silent = await stream('silent-cut');
  assert.ok(silent.items.length > 0 && silent.error === null);
  assert.ok(silent.items.every((chunk) => chunk.choices[0].finish_reason === null));
  assert.ok((await stream('malformed')).error);
});
