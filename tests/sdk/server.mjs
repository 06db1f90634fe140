// The simulator as a process of its own for one test file, and the packages, which lie in the build folder. Environment:
// INTERLEAVE_PROGRAM = the program, INTERLEAVE_SDK_FOLDER = the folder whose node_modules holds the SDKs.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const load = createRequire(`${process.env.INTERLEAVE_SDK_FOLDER}/`);

/** Base URL of a simulator that lives as long as the tests of the calling file. Its delays are a hundredth of real ones. */
export async function startSimulator(...options) {
  const program = spawn(process.env.INTERLEAVE_PROGRAM, ['serve', '--profile', 'instant', '--time-scale', '0.01', ...options],
    { stdio: ['ignore', 'pipe', 'inherit'] });
  process.on('exit', () => program.kill());
  const lines = createInterface(program.stdout);
  const [line] = await once(lines, 'line');
  program.unref(); // nothing waits for it: the file ends when its tests do
  program.stdout.unref();
  return JSON.parse(line).base_url;
}

/** What the simulator of the tests about scripts is told to answer. */
export const scriptFile = fileURLToPath(new URL('script.json', import.meta.url));
export const scriptedAnswer = 'Porto 19, Rome 24.';

/** The same service for the same call, whatever protocol asks: what makes texts comparable. */
export const sample = { 'x-interleave-sample': '7/0/3' };
export const prompt = 'Describe Rome in 30 words';
export const words = (text) => text.split(' ').length;

export const weatherTool = {
  name: 'get_weather',
  description: 'The weather in a city',
  schema: {
    type: 'object',
    properties: { city: { type: 'string' }, unit: { type: 'string', enum: ['celsius', 'fahrenheit'] }, days: { type: 'integer', minimum: 1, maximum: 7 } },
    required: ['city', 'unit', 'days'],
    additionalProperties: false,
  },
};

export function isWeatherCall(args) {
  return typeof args.city === 'string' && args.city.length > 0 && weatherTool.schema.properties.unit.enum.includes(args.unit)
    && Number.isInteger(args.days) && args.days >= 1 && args.days <= 7;
}

/** Collects an async iterable; `error` is what ended it early. */
export async function collect(iterable) {
  const items = [];
  try {
    for await (const item of iterable)
      items.push(item);
    return { items, error: null };
  } catch (error) {
    return { items, error };
  }
}
