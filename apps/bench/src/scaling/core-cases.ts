/** The collections and waits of core. */

import {
  AsyncExitStack,
  type Awaitable,
  allTasks,
  asCompleted,
  asyncFor,
  asyncGenerator,
  Context,
  ContextVar,
  captureCallGraph,
  createTask,
  currentTask,
  ExceptionGroup,
  emit,
  Future,
  formatCallGraph,
  formatTasks,
  gather,
  getRunningLoop,
  race,
  type Suspension,
  shield,
  sleep,
  type Task,
  taskGroup,
  timeout,
  wait,
} from '@acoro/core'
import { atOnce, mergedWaits, stuckTasks, WaitQueue } from '@acoro/core/lowlevel'
import { VirtualLoop } from '@acoro/testing'
import type { ScalingCase } from './case.ts'

type Program = (n: number) => Generator<Suspension, unknown, unknown>

/** A program in virtual time. */
function program(name: string, main: Program, n?: number): ScalingCase {
  const run = (count: number) => {
    using loop = new VirtualLoop()
    loop.setExceptionHandler(() => {})
    loop.runSync(() => main(count) as Awaitable<unknown>)
  }
  return n === undefined ? { name, run } : { name, run, n }
}

function times<T>(n: number, make: (index: number) => T): T[] {
  return Array.from({ length: n }, (_, index) => make(index))
}

function* cancelAll(tasks: Task<unknown>[]): Generator<Suspension, void, unknown> {
  yield* sleep(1)
  for (const task of tasks) task.cancel()
  yield* wait(tasks)
}

function* awaiting(future: Awaitable<unknown>): Generator<Suspension, unknown, unknown> {
  return yield* future
}

function* failing(): Generator<Suspension, void, unknown> {
  yield* sleep(1)
  throw new Error('one of many')
}

function limitless<T>(fn: () => T): T {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 0
  try {
    return fn()
  } finally {
    Error.stackTraceLimit = limit
  }
}

export const coreCases: readonly ScalingCase[] = [
  program('tasks that sleep, each its time', function* (n) {
    yield* gather(times(n, (i) => sleep(i % 97)))
  }),
  program('gather of coroutines', function* (n) {
    yield* gather(times(n, () => sleep(1)))
  }),
  program('gather of each twice', function* (n) {
    const coros = times(n, () => sleep(1))
    yield* gather([...coros, ...coros])
  }),
  program('gather, cancelled', function* (n) {
    yield* cancelAll([createTask(awaiting(gather(times(n, () => sleep(100)))))])
  }),
  program(
    'gathers in gathers',
    function* (n) {
      let inner: Awaitable<unknown> = sleep(1)
      for (let i = 0; i < n; i++) inner = gather(inner)
      yield* inner
    },
    100,
  ),
  program('asCompleted, all at once', function* (n) {
    for (const next of asCompleted(times(n, () => sleep(1)))) yield* next
  }),
  program('asCompleted, late', function* (n) {
    const all = [...asCompleted(times(n, () => sleep(1)))]
    yield* sleep(5)
    for (const next of all) yield* next
  }),
  program('asCompleted, timed out', function* (n) {
    for (const next of asCompleted(
      times(n, () => sleep(10)),
      { timeout: 1 },
    )) {
      try {
        yield* next
      } catch {}
    }
  }),
  program('wait for the first, again and again', function* (n) {
    let pending = new Set(times(n, (i) => createTask(sleep(i))))
    // A hundred rounds whatever n is: each round looks at all that are left, as in asyncio.
    for (let round = 0; round < 10; round++)
      [, pending] = yield* wait(pending, { returnWhen: 'FIRST_COMPLETED' })
    yield* wait(pending)
  }),
  program('waits for one future and a task of each own', function* (n) {
    const stop = new Future<void>()
    const one = function* (i: number) {
      yield* wait([stop, createTask(sleep(i))], { returnWhen: 'FIRST_COMPLETED' })
    }
    yield* gather(times(n, (i) => one(i)))
  }),
  program('races', function* (n) {
    yield* gather(times(n, () => race([sleep(1), sleep(2)])))
  }),
  program('a race of many', function* (n) {
    yield* race(times(n, (i) => sleep(i + 1)))
  }),
  program('task group', function* (n) {
    yield* taskGroup(function* (group) {
      for (let i = 0; i < n; i++) group.createTask(sleep(i % 7))
    })
  }),
  program('task group whose tasks come and go', function* (n) {
    yield* taskGroup(function* (group) {
      for (let i = 0; i < n; i++) yield* group.createTask(sleep(1))
    })
  }),
  program('task group whose tasks all fail', function* (n) {
    try {
      yield* taskGroup(function* (group) {
        for (let i = 0; i < n; i++) group.createTask(failing())
      })
    } catch {}
  }),
  program('shields of one task, cancelled one by one', function* (n) {
    const inner = createTask(sleep(100))
    yield* cancelAll(times(n, () => createTask(awaiting(shield(inner)))))
  }),
  program('timeouts that pass', function* (n) {
    const one = function* () {
      try {
        yield* timeout(1, sleep(10))
      } catch {}
    }
    yield* gather(times(n, one))
  }),
  program('timers, cancelled', function* (n) {
    const loop = getRunningLoop()
    const handles = times(n, (i) => loop.callLater((i * 7919) % n, () => {}))
    for (const handle of handles) handle.cancel()
    yield* sleep(1)
  }),
  program('callbacks', function* (n) {
    const loop = getRunningLoop()
    for (let i = 0; i < n; i++) loop.callSoon(() => {})
    yield* sleep(1)
  }),
  program('done callbacks, added and taken back in order', function* (n) {
    const future = new Future<void>()
    const callbacks = times(n, () => () => {})
    for (const callback of callbacks) future.addDoneCallback(callback)
    for (const callback of callbacks) future.removeDoneCallback(callback)
    yield* sleep(0)
  }),
  program('done callbacks, taken back last first', function* (n) {
    const future = new Future<void>()
    const callbacks = times(n, () => () => {})
    for (const callback of callbacks) future.addDoneCallback(callback)
    for (const callback of callbacks.reverse()) future.removeDoneCallback(callback)
    future.setResult()
    yield* sleep(0)
  }),
  program('tasks that wait for one future', function* (n) {
    const future = new Future<void>()
    const tasks = times(n, () => createTask(awaiting(future)))
    yield* sleep(1)
    future.setResult()
    yield* wait(tasks)
  }),
  program('a chain of tasks, cancelled', function* (n) {
    let last: Task<unknown> = createTask(sleep(100))
    for (let i = 0; i < n; i++) last = createTask(awaiting(last))
    yield* cancelAll([last])
  }),
  program('allTasks', function* (n) {
    for (let i = 0; i < n; i++) createTask(sleep(1))
    allTasks()
    yield* sleep(2)
  }),
  program(
    'the tasks as text',
    function* (n) {
      const stop = new Future<void>()
      for (let i = 0; i < n; i++) createTask(awaiting(stop))
      yield* sleep(1)
      limitless(() => formatTasks({ limit: 0 }))
      limitless(() => captureCallGraph(stop, { limit: 0 }))
      stop.setResult()
    },
    200,
  ),
  program('a task that all others await: its call graph, and the tasks as text', function* (n) {
    const all = createTask(awaiting(new Future<void>()))
    for (let i = 0; i < n; i++) createTask(awaiting(all))
    yield* sleep(1)
    limitless(() => formatCallGraph(all, { limit: 0 }))
    limitless(() => formatTasks({ limit: 0 }))
    all.cancel()
  }),
  program('one gather of n that n tasks await: their call graph, and the tasks as text', function* (n) {
    const stop = new Future<void>()
    const children = times(n, () => createTask(awaiting(stop)))
    const all = gather(children)
    for (let i = 0; i < n; i++) createTask(awaiting(all))
    yield* sleep(1)
    limitless(() => formatCallGraph(stop, { limit: 0 }))
    limitless(() => formatTasks({ limit: 0 }))
    atOnce(mergedWaits({ limit: 0 }))
    stop.setResult()
    yield* all
  }),
  program(
    'one queue with n holders in which n tasks wait: their call graph, and the tasks as text',
    function* (n) {
      const stop = new Future<void>()
      const holders = times(n, () => createTask(awaiting(stop)))
      const queue = new WaitQueue({ holders: () => holders })
      for (let i = 0; i < n; i++) createTask(awaiting(queue.park()))
      yield* sleep(1)
      limitless(() => formatCallGraph(stop, { limit: 0 }))
      limitless(() => formatTasks({ limit: 0 }))
      atOnce(mergedWaits({ limit: 0 }))
      stop.setResult()
      queue.wakeAll()
    },
  ),
  program('n layers of two tasks that each await both of the next: the call graph', function* (n) {
    const stop = new Future<void>()
    let layer: Awaitable<unknown>[] = [stop]
    for (let i = 0; i < n; i++) {
      const next = layer
      layer = times(2, () => createTask(awaiting(gather(next))))
    }
    yield* sleep(1)
    limitless(() => formatCallGraph(stop, { limit: 0 }))
    limitless(() => formatTasks({ limit: 0 }))
    stop.setResult()
    yield* gather(layer)
  }),
  program('tasks that are stuck behind one', function* (n) {
    const holders: Task<unknown>[] = []
    const queue = new WaitQueue({ holders: () => holders })
    for (let i = 0; i < n; i++) createTask(awaiting(queue.park()))
    holders.push([...allTasks()].at(-1) as Task<unknown>)
    yield* sleep(1)
    stuckTasks(getRunningLoop())
    queue.wakeAll()
  }),
  program('a frame in a frame', function* (n) {
    const deep = function* (left: number): Generator<Suspension, void, unknown> {
      if (left > 0) yield* deep(left - 1)
    }
    for (let i = 0; i < n; i++) yield* deep(3)
  }),
  program('asyncFor over an async generator', function* (n) {
    const numbers = asyncGenerator(function* numbers() {
      for (let i = 0; i < n; i++) yield* emit(i)
    })
    yield* asyncFor(numbers(), function* () {})
  }),
  program('async generators left half-way', function* (n) {
    const numbers = asyncGenerator(function* numbers() {
      yield* emit(1)
      yield* emit(2)
    })
    const all = times(n, () => numbers())
    for (const generator of all) yield* generator.anext()
  }),
  program('AsyncExitStack', function* (n) {
    const stack = new AsyncExitStack()
    for (let i = 0; i < n; i++) {
      if (i % 2 === 0) stack.callback(() => {})
      else stack.pushAsyncCallback(() => sleep(0))
    }
    yield* stack.aclose()
  }),
  program('one context variable, set again and again', function* (n) {
    const variable = new ContextVar<number>('it')
    for (let i = 0; i < n; i++) variable.set(i)
    yield* sleep(0)
  }),
  program('context variables, all set', function* (n) {
    for (let i = 0; i < n; i++) new ContextVar<number>(`it ${i}`).set(i)
    yield* sleep(0)
  }),
  program(
    'hooks, added and removed',
    function* (n) {
      const loop = getRunningLoop()
      const removals = times(n, () => loop.addHook({}))
      for (const remove of removals) remove()
      yield* sleep(0)
    },
    100,
  ),
  program('errors nobody retrieves', function* (n) {
    for (let i = 0; i < n; i++) limitless(() => createTask(failing()))
    yield* sleep(2)
  }),
  program('contexts', function* (n) {
    const context = new Context()
    for (let i = 0; i < n; i++) createTask(sleep(0), { context: context.copy() })
    yield* sleep(1)
    currentTask()
  }),
  {
    name: 'ExceptionGroup.split',
    run: (n) => {
      const errors = limitless(() =>
        times(n, (i) => (i % 2 === 0 ? new TypeError('a') : new RangeError('b'))),
      )
      const group = limitless(() => new ExceptionGroup('many', errors))
      limitless(() => group.split(TypeError))
      String(group)
    },
  },
]
