// only on node: the messages between threads

import { ContextVar, createTask, run, sleep, type Task } from '@acoro/core'
import { taskNumber } from '@acoro/core/lowlevel'
import { Event } from '@acoro/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BadAsk } from '../../../src/server/http/http-server.ts'
import { type Linked, linkedProgram } from '../../support/linked-program.ts'

const password = new ContextVar<string>('password')

function* victim() {
  password.set('hunter2')
  yield* sleep(1e8)
}

/** Asks while a task waits, which holds a secret. */
async function asking<T>(linked: Linked, ask: (linked: Linked, task: Task<void>) => Promise<T>): Promise<T> {
  using _ = linked
  const stop = new Event()
  let ready = (_found: { readonly victim: Task<void> }): void => {}
  // In an object: a promise of a task would wait for its end.
  const found = new Promise<{ readonly victim: Task<void> }>((resolve) => {
    ready = resolve
  })
  const program = run(function* main() {
    const running = createTask(victim(), { name: 'victim' })
    yield* sleep(1)
    ready({ victim: running })
    yield* stop.wait()
    running.cancel()
  })
  try {
    const { victim: task } = await found
    await linked.settled()
    return await ask(linked, task)
  } finally {
    stop.set()
    await program
  }
}

const detail = (linked: Linked, task: Task<void>): Promise<unknown> =>
  linked.answers.answer('task', { id: taskNumber(task) })

test('context variables, locals, source and cancel are off, and say how they are allowed', async () => {
  const told = await asking(linkedProgram(), async (linked, task) => {
    const id = taskNumber(task)
    const answers = {
      task: await detail(linked, task),
      source: await linked.answers.answer('source', { id, frame: 0 }),
      cancel: await linked.answers.answer('cancel', { id, message: 'bye' }),
    }
    expect(task.cancelling()).toBe(0)
    return answers
  })
  expect(told.task).toMatchObject({
    contextVariables: {
      refused: true,
      why: expect.stringContaining('serveConsole({ contextVariables: true })'),
    },
    locals: { refused: true },
  })
  expect(told.source).toEqual({ refused: true, why: expect.stringContaining('ACORO_CONSOLE_ALLOW=source') })
  expect(told.cancel).toEqual({
    refused: true,
    why: expect.stringContaining('serveConsole({ cancel: true })'),
  })
  expect(JSON.stringify(told)).not.toContain('hunter2')
})

test('each is on alone: what was allowed does not open another', async () => {
  const context = await asking(linkedProgram({ contextVariables: true }), async (linked, task) => [
    await detail(linked, task),
    await linked.answers.answer('cancel', { id: taskNumber(task), message: '' }),
  ])
  expect(context).toMatchObject([{ contextVariables: [['password', 'hunter2']] }, { refused: true }])
  const source = await asking(linkedProgram({ source: true }), async (linked, task) => [
    await linked.answers.answer('source', { id: taskNumber(task), frame: 0 }),
    await detail(linked, task),
  ])
  expect(source).toMatchObject([{ lines: expect.any(Array) }, { contextVariables: { refused: true } }])
  const cancel = await asking(linkedProgram({ cancel: true }), async (linked, task) => [
    await linked.answers.answer('cancel', { id: taskNumber(task), message: 'bye' }),
    await linked.answers.answer('source', { id: taskNumber(task), frame: 0 }),
  ])
  expect(cancel).toMatchObject([{ cancelled: 1 }, { refused: true }])
})

test('a path in a request names no file: source comes from the stack of a task alone', async () => {
  const paths = ['/etc/passwd', '../../../etc/passwd', 'file:///etc/passwd', '/@fs/etc/passwd']
  const told = await asking(linkedProgram({ source: true }), async ({ answers }, task) => {
    const id = taskNumber(task)
    const asks = paths.flatMap((path) => [
      { id, frame: 0, file: path, path },
      { id, frame: 999, file: path },
    ])
    return await Promise.all(asks.map((ask) => answers.answer('source', ask)))
  })
  expect(JSON.stringify(told)).not.toContain('root:')
  await asking(linkedProgram({ source: true }), async ({ answers }, task) => {
    for (const frame of ['/etc/passwd', -1, 1.5, 1e9, null, {}, '0']) {
      await expect(answers.answer('source', { id: taskNumber(task), frame })).rejects.toThrow(BadAsk)
    }
  })
})

test('the environment and the command line are told to nobody', async () => {
  process.env.ACORO_TEST_SECRET = 'hunter3'
  process.argv.push('--password=hunter4')
  try {
    const all = { cancel: true, source: true, contextVariables: true }
    const told = await asking(linkedProgram(all), async (linked, task) => {
      const views = ['verdict', 'blocked', 'waits', 'primitives', 'externals', 'ps', 'pstree']
      const texts = await Promise.all(views.map((view) => linked.answers.answer('text', { view })))
      return [texts, await linked.answers.answer('state', {}), await detail(linked, task)]
    })
    expect(JSON.stringify(told)).not.toMatch(/hunter[34]/)
  } finally {
    delete process.env.ACORO_TEST_SECRET
    process.argv.pop()
  }
})

const NAMES = [
  ...['state', 'tasks', 'task', 'waits', 'primitives', 'top', 'curves', 'wouldCancel', 'cancel', 'text'],
  ...['source', 'recording', 'timeline', 'save'],
]
const field = fc.constantFrom(
  ...[
    'id',
    'from',
    'count',
    'frame',
    'view',
    'shape',
    'search',
    'state',
    'wait',
    'waitedFor',
    'sort',
    'closed',
  ],
  ...['seconds', 'message', 'recording', 'format', 'lanes', 'to', '__proto__', 'constructor', 'descending'],
)
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(-1, 0, 1, 2 ** 53, 1e308, -0.5, '', 'list', 'tree', 'awaits', 'x'.repeat(1001), [[]]),
)

test('whatever an ask says, it is answered or refused by name', async () => {
  await asking(linkedProgram({ cancel: false }), async ({ answers }) => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...NAMES),
        fc.dictionary(field, odd, { maxKeys: 5 }),
        async (name, ask) => {
          const answer = await answers.answer(name, ask).catch((error: unknown) => error)
          if (answer instanceof Error) {
            expect(answer).toBeInstanceOf(BadAsk)
            expect(answer.message).toMatch(/^Expected /)
          }
        },
      ),
      { numRuns: 200 },
    )
  })
})
