import { createTask, sleep } from '@acoro/core'
import { it, virtual, withCoroutines } from '@acoro/testing/vitest'
import { afterAll, expect, test, it as vitestIt } from 'vitest'

const log: string[] = []
const fixtures: string[] = []

it.each([
  [1, 2, 3],
  [2, 3, 5],
])('each: %i and %i are %i', function* (loop, one, other, sum) {
  yield* sleep(1000)
  expect([loop.time(), one + other]).toEqual([1000, sum])
})

it.each(['a', 'b'])('each takes single values: %s', function* (_loop, name) {
  yield* sleep(1)
  expect('ab').toContain(name)
})

it.each`
  one  | other | sum
  ${1} | ${2}  | ${3}
`('each takes a template: $one and $other', function* (_loop, { one, other, sum }) {
  yield* sleep(1)
  expect(one + other).toBe(sum)
})

it.for([
  [1, 2],
  [3, 4],
])('for: %i and %i stay a row, and the context follows', function* (_loop, [one, other], { task }) {
  yield* sleep(1)
  expect([(other as number) - (one as number), task.name]).toEqual([
    1,
    expect.stringMatching(/^for: \d and \d stay/),
  ])
})

it.fails('fails: a test that fails passes, by a task that is left over, too', function* () {
  createTask(sleep(1000))
  yield* sleep(1)
})

it.fails('and by its time limit', { timeout: 20, patience: 60_000 }, async () => {
  await new Promise(() => {})
})

it('gives the globals back when the time limit has passed', async () => {
  // The test before was cancelled, or this one would wait for a minute.
  await new Promise((resolve) => setTimeout(resolve, 3_600_000))
})

it.todo('todo: a test that is still to be written')

it.todo('todo: one that is not run', function* () {
  expect.unreachable()
  yield* sleep(1)
})

it.skip('skip', () => expect.unreachable())
it.skipIf(true)('skipIf', () => expect.unreachable())
it.runIf(true)('runIf', function* () {
  yield* sleep(1)
})

it(
  'takes a time limit as its last argument',
  function* ({ time }, { task }) {
    yield* sleep(1)
    expect([typeof time, task.timeout]).toEqual(['function', 1234])
  },
  1234,
)

it(
  'takes options of vitest and of virtual in one',
  { timeout: 1235, leaks: false },
  function* (_loop, { task }) {
    createTask(sleep(1000))
    yield* sleep(1)
    expect(task.timeout).toBe(1235)
  },
)

it(
  'takes them after the body, too',
  function* (_loop, { task }) {
    createTask(sleep(1000))
    yield* sleep(1)
    expect(task.timeout).toBe(1236)
  },
  { timeout: 1236, leaks: false },
)

for (const name of ['a', 'b']) {
  it.concurrent(`concurrent tests each have the globals, one after another: ${name}`, async (loop) => {
    log.push(`${name} begins`)
    await new Promise((resolve) => setTimeout(resolve, 1000))
    expect([loop.time(), Date.now()]).toEqual([1000, 1000])
    log.push(`${name} ends`)
  })
}

it.concurrent('coroutines run beside them', function* (loop) {
  yield* sleep(5)
  expect(loop.time()).toBe(5)
})

afterAll(() => {
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
})

const extended = it.extend<{ user: string; greeting: string }>({
  user: 'ada',
  // biome-ignore lint/suspicious/noExplicitAny: a fixture of vitest
  greeting: async ({ user }: any, use: any) => {
    fixtures.push('set up')
    await use(`hello ${user}`)
    fixtures.push('torn down')
  },
})

extended('fixtures are set up for the test that names them', function* (_loop, { greeting, task }) {
  yield* sleep(1)
  expect([greeting, task.name, fixtures.splice(0)]).toEqual([
    'hello ada',
    'fixtures are set up for the test that names them',
    ['set up'],
  ])
})

extended('and for no other', function* (/* loop, { greeting } */) {
  yield* sleep(1)
  expect(fixtures.splice(0)).toEqual(['torn down'])
})

extended.for(['x'])(
  'with the rows of for, too: %s',
  function* (
    // The loop, with a default that has a comma: (1, 2).
    _loop,
    row,
    { user },
  ) {
    yield* sleep(1)
    expect([row, user]).toEqual(['x', 'ada'])
  },
)

withCoroutines(test.extend('port', 8080))("vitest's own fixtures serve as well", function* (_loop, { port }) {
  yield* sleep(1)
  expect(port).toBe(8080)
})

vitestIt.each([[1, 2]])(
  '`virtual` passes on all that the runner passes: %i, %i',
  virtual(function* (_loop, one: number, other: number) {
    yield* sleep(1)
    expect([one, other]).toEqual([1, 2])
  }),
)
