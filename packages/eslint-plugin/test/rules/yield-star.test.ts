import { testRule } from '../support/tester.ts'

testRule(
  'yield-star',
  [
    { name: 'yield*', body: 'yield* load(1); yield* task; yield* gather([load(1)])' },
    { name: 'a bare yield', body: 'yield' },
    {
      name: 'a generator of data',
      file: 'export function* numbers() { yield 1; yield* [2, 3]; yield* "45" }',
    },
    {
      name: 'a generator of tasks',
      file: 'export function* tasks() { yield task; yield createTask(load(1)) }',
    },
    { name: 'a generator of coroutines', file: 'export function* jobs() { yield load(1); yield load(2) }' },
    {
      name: 'a saga',
      file: 'declare function take(name: string): object\nexport function* saga() { const action = yield take("X"); log(action) }',
    },
    {
      name: 'legacy',
      file: 'export const f = legacy(function* () { yield Promise.resolve(1); yield load(1) } as never)',
    },
    {
      name: 'co',
      file: 'export const f = co(function* () { yield Promise.resolve(1); yield [load(1)] } as never)',
    },
    {
      name: 'an iterator',
      file: 'export class Bag { items = [1]; *[Symbol.iterator]() { yield* this.items } }',
    },
    {
      name: 'driver code',
      file: 'export function* drive(one: Task<void>): Generator<Task<void>, void, unknown> { yield one }',
    },
  ],
  [
    {
      name: 'a coroutine',
      body: 'const user = yield load(1); log(user)',
      message: 'yield',
      output: 'const user = yield* load(1); log(user)',
    },
    {
      name: 'in parentheses',
      body: 'log((yield load(1)).name)',
      message: 'yield',
      output: 'log((yield* load(1)).name)',
    },
    {
      name: 'a task',
      body: 'yield* sleep(1); yield createTask(load(1))',
      message: 'yield',
      output: 'yield* sleep(1); yield* createTask(load(1))',
    },
    {
      name: 'the only one there',
      file: 'run(function* () { yield sleep(1) })',
      message: 'yield',
      output: 'run(function* () { yield* sleep(1) })',
    },
    {
      name: 'in a bare generator that waits elsewhere',
      file: 'export function* tick() { yield* sleep(1); yield sleep(2) }',
      message: 'yield',
      output: 'export function* tick() { yield* sleep(1); yield* sleep(2) }',
    },
    {
      name: 'a list',
      body: 'const both = yield [load(1), load(2)]; log(both)',
      message: 'list',
      suggest: { gather: 'const both = yield* gather([load(1), load(2)]); log(both)' },
    },
    {
      name: 'yield* of a list of coroutines',
      body: 'yield* [load(1), load(2)]',
      message: 'awaitables',
      suggest: { gather: 'yield* gather([load(1), load(2)])' },
    },
    {
      name: 'yield* of a map',
      body: 'yield* ids.map((id) => load(id))',
      message: 'awaitables',
      suggest: { gather: 'yield* gather(ids.map((id) => load(id)))' },
      only: 'typed',
    },
    { name: 'yield* of a list', body: 'yield* [1, 2]', message: 'array' },
    { name: 'yield* of a text', body: "yield* 'text'", message: 'string' },
    { name: 'yield* of a promise', body: 'yield* Promise.resolve(1)', message: 'promise' },
  ],
)
