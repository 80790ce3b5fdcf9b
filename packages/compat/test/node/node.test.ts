// only on server: it is about streams and AsyncLocalStorage

import { AsyncLocalStorage, createHook } from 'node:async_hooks'
import { once as onceEvent } from 'node:events'
import { PassThrough, Readable } from 'node:stream'
import { asyncify, fromAsync, fromPromise } from '@acoro/compat'
import { asyncContextLoop, currentTask, fromReadable, keepAsyncContext, toReadable } from '@acoro/compat/node'
import {
  asyncFor,
  asyncGenerator,
  currentTask as coreCurrentTask,
  coroutine,
  createTask,
  emit,
  gather,
  getRunningLoop,
  run,
  sleep,
} from '@acoro/core'
import { expect, test } from 'vitest'
import { isOn, onlyOn } from '../../../../scripts/runtimes/only-on.ts'
import { deferred, runProgram, turn } from '../support.ts'

const store = new AsyncLocalStorage<string>()

const waitAndTell = coroutine(function* waitAndTell(wake: PromiseLike<unknown>) {
  const before = store.getStore()
  yield* sleep(0)
  yield* fromPromise(wake)
  return [before, store.getStore()]
})

test('a task runs under the stores of its creation, whoever wakes it', async () => {
  const { promise, resolve } = deferred<void>()
  const program = run(
    function* main() {
      const a = store.run('a', () => createTask(waitAndTell(promise)))
      const b = store.run('b', () => createTask(waitAndTell(promise)))
      const none = createTask(waitAndTell(promise))
      return yield* gather(a, b, none)
    },
    { loopFactory: asyncContextLoop },
  )
  await turn()
  store.run('the waker', resolve)
  expect(await program).toEqual([
    ['a', 'a'],
    ['b', 'b'],
    [undefined, undefined],
  ])
})

test('children inherit from the task that makes them, and main from who runs it', async () => {
  const program = store.run('request', () =>
    run(
      function* main() {
        yield* sleep(0)
        return yield* createTask(waitAndTell(Promise.resolve()))
      },
      { loopFactory: asyncContextLoop },
    ),
  )
  expect(await program).toEqual(['request', 'request'])
})

test('it can be begun and ended in a running loop', async () => {
  await run(function* main() {
    {
      using _kept = keepAsyncContext()
      expect(yield* store.run('kept', () => createTask(waitAndTell(turn())))).toEqual(['kept', 'kept'])
    }
    const loop = getRunningLoop()
    const task = store.run('no more', () => createTask(waitAndTell(turn())))
    expect(task.getLoop()).toBe(loop)
    expect(yield* task).not.toContain('no more')
  })
})

test('asyncified functions keep the stores of their callers on the background loop', async () => {
  using _kept = keepAsyncContext()
  const tell = asyncify(waitAndTell)
  const calls = ['a', 'b'].map((name) => store.run(name, () => tell(turn())))
  expect(await Promise.all(calls)).toEqual([
    ['a', 'a'],
    ['b', 'b'],
  ])
})

const managers = ['AsyncLocalStorageContextManager', 'AsyncHooksContextManager']
// The second one uses createHook() of async_hooks, which Bun does not have.
test.each(isOn('hooksOfAsync') ? managers : managers.slice(0, 1))(
  'with the %s of OpenTelemetry spans nest as tasks do, though the tasks interleave',
  async (manager) => {
    // A process of its own, because OpenTelemetry's ES modules cannot be loaded under the conditions of these
    // tests.
    const printed = await runProgram(new URL('./opentelemetry-program.ts', import.meta.url), [manager])
    expect(printed.trim().split('\n')).toEqual([
      'server/GET /a/query',
      'server/GET /a',
      'server/GET /b/query',
      'server/GET /b',
      'server',
    ])
  },
)

test('inside fromAsync there is a current task, after an await of anything', async () => {
  await run(function* main() {
    const seen = yield* createTask(
      fromAsync(async (io) => {
        const names = [currentTask()?.name]
        await turn()
        names.push(currentTask()?.name)
        await io(sleep(0))
        return [...names, currentTask()?.name]
      }),
      { name: 'loader' },
    )
    expect(seen).toEqual(['loader', 'loader', 'loader'])
    expect(currentTask()).toBe(coreCurrentTask())
  })
  expect(currentTask()).toBe(null)
})

test('a task that is done is nobody’s current task', async () => {
  const later = deferred<void>()
  let seen: unknown = 'nothing yet'
  const told = deferred<void>()
  await run(
    fromAsync(async () => {
      void later.promise.then(() => {
        seen = currentTask()
        told.resolve()
      })
    }),
  )
  later.resolve()
  await told.promise
  expect(seen).toBe(null)
})

test('a readable stream is gone through chunk by chunk', async () => {
  const chunks: string[] = []
  await run(function* main() {
    yield* asyncFor(fromReadable<string>(Readable.from(['one', 'two'])), function* (chunk) {
      chunks.push(chunk)
    })
  })
  expect(chunks).toEqual(['one', 'two'])
})

test('several tasks share the values of a readable stream, each value goes to one, in the order of the tasks', async () => {
  await run(function* main() {
    const source = fromReadable(Readable.from(['a', 'b', 'c']))
    const taken = yield* gather([1, 2, 3, 4, 5].map(() => source.anext()))
    expect(taken.map(({ value }) => value)).toEqual(['a', 'b', 'c', undefined, undefined])
  })
})

test('leaving early destroys the stream, also while a read is pending', async () => {
  const stream = new PassThrough()
  await run(function* main() {
    const task = createTask(asyncFor(fromReadable(stream), function* () {}))
    yield* sleep(0)
    task.cancel()
    yield* gather([task], { returnExceptions: true })
    expect([task.cancelled(), stream.destroyed, stream.closed]).toEqual([true, true, true])
  })
})

test('an error of the stream is thrown', async () => {
  const stream = new PassThrough()
  setImmediate(() => stream.destroy(new Error('disk gone')))
  await expect(run(() => asyncFor(fromReadable(stream), function* () {}))).rejects.toThrow('disk gone')
})

test('a source becomes a readable stream, and destroying that closes the source', async () => {
  const log: string[] = []
  const words = asyncGenerator(function* words() {
    try {
      yield* emit('one')
      yield* sleep(0)
      yield* emit('two')
    } finally {
      log.push('closed')
    }
  })
  const all: string[] = []
  for await (const word of toReadable(words())) all.push(word)
  expect([all, log]).toEqual([['one', 'two'], ['closed']])
  const stream = toReadable(words())
  await onceEvent(stream, 'readable')
  stream.destroy()
  await onceEvent(stream, 'close')
  expect(log).toEqual(['closed', 'closed'])
})

test('what is no stream is refused', () => {
  expect(() => fromReadable(5 as never)).toThrow('Expected a readable stream of Node, got the number 5')
  expect(() => fromReadable(new ReadableStream() as never)).toThrow(
    'got a ReadableStream: use fromReadableStream()',
  )
})

test('every loop keeps them once compat/node is imported', async () => {
  const { promise, resolve } = deferred<void>()
  const program = run(function* main() {
    const a = store.run('a', () => createTask(waitAndTell(promise)))
    const b = store.run('b', () => createTask(waitAndTell(promise)))
    return yield* gather(a, b)
  })
  await turn()
  store.run('the waker', resolve)
  expect(await program).toEqual([
    ['a', 'a'],
    ['b', 'b'],
  ])
})

onlyOn('hooksOfAsync', 'it uses createHook()')(
  'each task is an async resource, which is destroyed when the task ends',
  async () => {
    const alive = new Set<number>()
    let made = 0
    const hook = createHook({
      init(id, type) {
        if (type !== 'acoro.Task') return
        made++
        alive.add(id)
      },
      destroy: (id) => void alive.delete(id),
    }).enable()
    try {
      await run(function* main() {
        const tasks = Array.from({ length: 100 }, () => createTask(sleep(1)))
        tasks[0]?.cancel()
        yield* gather(tasks, { returnExceptions: true })
        const failing = (function* (): Generator<undefined, never> {
          yield
          throw undefined
        })()
        yield* gather([createTask(failing)], { returnExceptions: true })
      })
      await turn()
    } finally {
      hook.disable()
    }
    // 102 of these, and those of the end of run().
    expect([made >= 102, alive.size]).toEqual([true, 0])
  },
)

test('hooks of the loop see every step as before, inside of the store of the task', async () => {
  const log: string[] = []
  await run(function* main() {
    const remove = getRunningLoop().addHook({
      taskCreated: (task) => log.push(`created ${task.name}`),
      taskStepped: (task) => log.push(`${task.name} steps under ${store.getStore()}`),
      taskFinished: (task) => log.push(`${task.name} ends under ${store.getStore()}`),
      aroundStep(_task, step) {
        log.push('around')
        step()
      },
    })
    const task = store.run('a', () => createTask(sleep(0), { name: 'worker' }))
    yield* task
    remove()
    yield* sleep(0)
  })
  expect(log.filter((line) => !line.startsWith('Task-'))).toEqual([
    'created worker',
    'around',
    'worker steps under a',
    'around',
    'worker steps under a',
    'worker ends under a',
    'around',
  ])
})

test('a loop can be taken out of it', async () => {
  await run(function* main() {
    keepAsyncContext()[Symbol.dispose]()
    const task = store.run('kept by nobody', () => createTask(waitAndTell(turn())))
    expect((yield* task)[1]).not.toBe('kept by nobody')
  })
})
