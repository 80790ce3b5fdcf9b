import { testRule } from '../support/tester.ts'

testRule(
  'no-await-awaitable',
  [
    {
      name: 'futures and tasks are promises',
      file: 'export async function f() { await createTask(load(1)); await gather(load(1)); await Promise.all([task]) }',
    },
    { name: 'toPromise', file: 'export const f = async () => await toPromise(load(1))' },
    { name: 'run', file: 'export const f = async () => run(load(1))' },
    { name: 'promises', file: 'export const f = async () => await Promise.all([Promise.resolve(1)])' },
    { name: 'an ordinary function', file: 'export const f = () => load(1)' },
    { name: 'any', file: 'declare const anything: any\nexport const f = async () => await anything()' },
  ],
  [
    {
      name: 'await',
      file: 'export const f = async () => await load(1)',
      message: 'await',
      output: 'export const f = async () => await toPromise(load(1))',
    },
    {
      name: 'await in parentheses',
      file: 'export const f = async () => (await (load(1))).name',
      message: 'await',
      output: 'export const f = async () => (await (toPromise(load(1)))).name',
    },
    {
      name: 'the result of an async arrow',
      file: 'export const f = async () => load(1)',
      message: 'return',
      output: 'export const f = async () => toPromise(load(1))',
    },
    {
      name: 'the result of an async function',
      file: 'export async function f() { return load(1) }',
      message: 'return',
      output: 'export async function f() { return toPromise(load(1)) }',
    },
    {
      name: 'Promise.all',
      file: 'export const f = () => Promise.all([load(1), Promise.resolve(1), save(2)])',
      message: ['promise', 'promise'],
      output:
        'export const f = () => Promise.all([toPromise(load(1)), Promise.resolve(1), toPromise(save(2))])',
    },
    {
      name: 'Promise.all of a map',
      file: 'export const f = () => Promise.all(ids.map((id) => load(id)))',
      message: 'promise',
    },
    {
      name: 'Promise.resolve',
      file: 'export const f = () => Promise.resolve(load(1))',
      message: 'promise',
      output: 'export const f = () => Promise.resolve(toPromise(load(1)))',
    },
    {
      name: 'Promise.race',
      file: 'export const f = () => Promise.race([load(1)])',
      message: 'promise',
      output: 'export const f = () => Promise.race([toPromise(load(1))])',
    },
    {
      name: 'Promise.resolve in a coroutine',
      body: 'return Promise.resolve(load(1))',
      message: 'generator',
      output: 'return Promise.resolve(yield* load(1))',
    },
    {
      name: 'for await',
      file: 'export async function f() { for await (const x of all()) log(x) }',
      message: 'forAwait',
      output: 'export async function f() { for await (const x of await toPromise(all())) log(x) }',
    },
    {
      name: 'a generator',
      file: 'function* tick() { yield* sleep(1) }\nexport const f = async () => await tick()',
      message: 'await',
      output: 'function* tick() { yield* sleep(1) }\nexport const f = async () => await toPromise(tick())',
    },
  ],
)
