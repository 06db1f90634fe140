import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { collect, isWeatherCall, load, prompt, sample, scriptedAnswer, scriptFile, startSimulator, weatherTool, words } from './server.mjs';

const Anthropic = load('@anthropic-ai/sdk').default;
let base;
const client = (path = '', options = {}) =>
  new Anthropic({ apiKey: 'any', baseURL: base + path, defaultHeaders: sample, maxRetries: 0, ...options });
const ask = { model: 'sim', max_tokens: 1000, messages: [{ role: 'user', content: prompt }] };

before(async () => { base = await startSimulator(); });

test('generate and stream agree', async () => {
  const plain = await client().messages.create(ask);
  assert.equal(words(plain.content[0].text), 30);
  assert.equal(plain.stop_reason, 'end_turn');
  assert.match(plain._request_id, /^req_/);
  const { items, error } = await collect(await client().messages.create({ ...ask, stream: true }));
  assert.equal(error, null);
  assert.deepEqual([...new Set(items.map((event) => event.type))],
    ['message_start', 'content_block_start', 'content_block_delta', 'content_block_stop', 'message_delta', 'message_stop']);
  assert.equal(items.map((event) => event.delta?.text ?? '').join(''), plain.content[0].text);
  const final = await client().messages.stream(ask).finalMessage();
  assert.equal(final.content[0].text, plain.content[0].text);
  assert.equal(final.usage.output_tokens, plain.usage.output_tokens);
  assert.equal(final.usage.input_tokens, plain.usage.input_tokens);
});

test('what ends a reply is told', async () => {
  const cut = await client().messages.create({ ...ask, max_tokens: 5, system: 'Be brief.' });
  assert.equal(cut.stop_reason, 'max_tokens');
  assert.equal(cut.usage.output_tokens, 5);
  const stopped = await client().messages.create({ ...ask, stop_sequences: ['.'] });
  assert.deepEqual([stopped.stop_reason, stopped.stop_sequence], ['stop_sequence', '.']);
  assert.ok(!stopped.content[0].text.includes('.'));
});

test('models are listed page by page, and described', async () => {
  const { items } = await collect(client().models.list({ limit: 2 }));
  for (const name of ['sim', 'sim-small', 'sim-large', 'claude-haiku-5-5'])
    assert.ok(items.some((model) => model.id === name), name);
  assert.equal((await client().models.retrieve('sim')).id, 'sim');
  await assert.rejects(client().models.retrieve('nothing'), Anthropic.NotFoundError);
});

test('tokens are counted as they are billed', async () => {
  const { max_tokens: _, ...counted } = ask;
  const { input_tokens: tokens } = await client().messages.countTokens(counted);
  assert.equal(tokens, (await client().messages.create(ask)).usage.input_tokens);
});

test('a forced call, plain and streamed, then text after its result', async () => {
  const tools = [{ name: weatherTool.name, description: weatherTool.description, input_schema: weatherTool.schema }];
  const messages = [{ role: 'user', content: 'What is the weather in Porto?' }];
  const request = { ...ask, messages, tools, tool_choice: { type: 'any' } };
  const reply = await client().messages.create(request);
  assert.equal(reply.stop_reason, 'tool_use');
  const call = reply.content.find((block) => block.type === 'tool_use');
  assert.ok(isWeatherCall(call.input));
  const named = { ...request, tool_choice: { type: 'tool', name: 'get_weather' } };
  assert.deepEqual((await client().messages.stream(named).finalMessage()).content[0].input, call.input);

  const results = { role: 'user', content: [{ type: 'tool_result', tool_use_id: call.id, content: '{"temp":19}' }] };
  const answer = await client().messages.create({ ...request, messages: [...messages, { role: 'assistant', content: reply.content }, results] });
  assert.match(answer.content[0].text, /get_weather.*19/);
  await assert.rejects(client().messages.create({ ...request, messages: [...messages, results] }), Anthropic.BadRequestError);
});

test('a script thinks, calls twice at once, and answers with what the tools said', async () => {
  const scripted = new Anthropic({ apiKey: 'any', baseURL: await startSimulator('--script', scriptFile), maxRetries: 0 });
  const tools = [{ name: weatherTool.name, input_schema: weatherTool.schema }];
  const request = { model: 'sim', max_tokens: 1000, messages: [{ role: 'user', content: 'Weather?' }], tools };
  const reply = await scripted.messages.create(request);
  const streamed = await scripted.messages.stream(request).finalMessage();
  for (const one of [reply, streamed]) {
    assert.deepEqual(one.content.map((block) => block.type), ['thinking', 'tool_use', 'tool_use']);
    assert.ok(one.content[0].thinking.length > 0 && one.content[0].signature.length > 0);
    assert.deepEqual(one.content.slice(1).map((block) => block.input.city), ['Porto', 'Rome']);
    assert.equal(new Set(one.content.slice(1).map((block) => block.id)).size, 2);
    assert.equal(one.usage.output_tokens, 40);
  }
  const results = reply.content.slice(1).map((call, i) =>
    ({ type: 'tool_result', tool_use_id: call.id, content: `{"temp":${[19, 24][i]}}` }));
  const messages = [...request.messages, { role: 'assistant', content: reply.content }, { role: 'user', content: results }];
  assert.equal((await scripted.messages.create({ ...request, messages })).content.at(-1).text, scriptedAnswer);
  assert.equal((await scripted.messages.stream({ ...request, messages }).finalMessage()).content.at(-1).text, scriptedAnswer);
});

test('either credential and either version of the API are taken', async () => {
  for (const version of ['2023-06-01', '2026-10-21']) {
    for (const credential of [{ 'x-api-key': 'any' }, { authorization: 'Bearer any' }]) {
      const headers = { 'content-type': 'application/json', 'anthropic-version': version, ...credential };
      const post = (more) => fetch(`${base}/v1/messages`, { method: 'POST', headers, body: JSON.stringify({ ...ask, ...more }) });
      assert.equal((await post({})).status, 200);
      assert.equal((await post({ temperature: 1 })).status, version === '2023-06-01' ? 200 : 400);
    }
  }
});

test('an unknown model and an unknown field are errors', async () => {
  await assert.rejects(client().messages.create({ ...ask, model: 'gpt' }), (error) =>
    error instanceof Anthropic.NotFoundError && error.error.error.type === 'not_found_error' && error.error.request_id === error.requestID);
  await assert.rejects(client().messages.create({ ...ask, prompt: 'x' }), Anthropic.BadRequestError);
  await assert.rejects(client().messages.create({ ...ask, temperature: 0.5 }), Anthropic.BadRequestError);
});

test('a rate limit is an error, and passes when tried again', async () => {
  await assert.rejects(client('/faults/rate-limit').messages.create(ask), (error) =>
    error instanceof Anthropic.RateLimitError && error.headers.get('retry-after') === '0.01'
    && error.headers.get('anthropic-ratelimit-requests-remaining') === '0');
  const patient = client('/faults/rate-limit-once', { maxRetries: 2 });
  assert.equal(words((await patient.messages.create(ask)).content[0].text), 30);
  await assert.rejects(client('/faults/overloaded').messages.create(ask), (error) => error.status === 529);
});

test('streams that break', async () => {
  const stream = async (fault) => collect(await client(`/faults/${fault}`).messages.create({ ...ask, stream: true }));
  const cut = await stream('cut');
  assert.ok(cut.items.length > 0 && cut.error);
  const failed = await stream('stream-error');
  assert.ok(failed.items.length > 0 && failed.error instanceof Anthropic.APIError && failed.error.type === 'overloaded_error');
  const silent = await stream('silent-cut');
  assert.ok(silent.items.length > 0 && silent.error === null);
  assert.ok(silent.items.every((event) => event.type !== 'message_stop'));
  assert.ok((await stream('malformed')).error);
  await assert.rejects(client('/faults/silent-cut').messages.stream(ask).finalMessage());
});
