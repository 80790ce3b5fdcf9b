import { testRule } from '../support/tester.ts'

testRule(
  'no-generator-callback',
  [
    {
      name: 'acoro takes generator functions',
      file: 'run(function* () { yield* save(1) }); coroutine(function* () { yield* save(1) })',
    },
    { name: 'map to generators', body: 'yield* gather(ids.map(function* (id) { yield* save(id) }))' },
    {
      name: 'a generator of data, called',
      file: 'const list = [...(function* () { yield 1 })()]\nlog(list)',
    },
    { name: 'a plain callback', body: "emitter.on('x', () => createTask(save(1)))" },
    {
      name: 'a caller that takes generators',
      file: "declare const router: { on(event: string, work: () => Iterable<unknown>): void }\nrouter.on('x', function* () { yield* save(1) })",
      only: 'typed',
    },
    {
      name: 'a test of another runner',
      file: "import { it } from '@acoro/testing/vitest'\nit('x', function* () { yield* save(1) })",
    },
  ],
  [
    { name: 'forEach', body: 'ids.forEach(function* (id) { yield* save(id) })', message: 'forEach' },
    { name: 'a listener', body: "emitter.on('x', function* () { yield* save(1) })", message: 'generator' },
    { name: 'a timer', body: 'setTimeout(function* () { yield* save(1) }, 10)', message: 'generator' },
    {
      name: 'a listener by name',
      file: "function* work() { yield* save(1) }\nemitter.on('x', work)",
      message: 'generator',
    },
    { name: 'a test', file: "test('x', function* () { yield* save(1) })", message: 'test' },
    {
      name: 'filter',
      body: 'return ids.filter(function* (id) { return yield* isOpen(id) })',
      message: 'generator',
    },
    {
      name: 'the body of a promise',
      file: 'export const p = new Promise(function* (resolve) { resolve(yield* load(1)) })',
      message: 'generator',
    },
    {
      name: 'a caller that takes no result, by its type',
      file: 'declare function later(work: () => void): void\nlater(function* () { yield* save(1) })',
      message: 'generator',
      only: 'typed',
    },
    {
      name: 'a callee of the option',
      file: 'declare const queue: { process(work: () => unknown): void }\nqueue.process(function* () { yield* save(1) })',
      message: 'generator',
      options: [{ callees: ['queue.process'] }],
    },
  ],
)
