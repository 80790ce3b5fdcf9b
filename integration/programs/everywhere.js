// Core, sync, compat, async, service and the root of testing in one program, as users bundle it for browsers and for Node.

import { taskOf } from '@acoro/async'
import { __async } from '@acoro/async/helpers/esbuild'
import { fromPromise, toPromise } from '@acoro/compat'
import {
  asyncFor,
  asyncGenerator,
  coroutine,
  emit,
  gather,
  getRunningLoop,
  run,
  sleep,
  TimeoutError,
  taskGroup,
  timeout,
} from '@acoro/core'
import { WaitQueue } from '@acoro/core/lowlevel'
import { memoize, retry } from '@acoro/service'
import { Queue, Semaphore } from '@acoro/sync'
import { explore, installGlobals, VirtualLoop } from '@acoro/testing'

const double = coroutine(function* double(n) {
  yield* sleep(1)
  return 2 * n
})

const countTo = asyncGenerator(function* countTo(n) {
  for (let i = 1; i <= n; i++) yield* emit(i)
})

function* produce(queue) {
  for (const item of ['a', 'b', 'c']) yield* queue.put(item)
  queue.shutdown()
}

function* late() {
  try {
    yield* timeout(5, () => sleep(60_000))
    return 'in time'
  } catch (error) {
    return error instanceof TimeoutError ? error.name : String(error)
  }
}

function* main() {
  const pair = yield* gather(double(1), double(2))
  const promised = yield* fromPromise(Promise.resolve('kept'))
  const timedOut = yield* late()
  const queue = new Queue(1)
  const semaphore = new Semaphore(1)
  const items = []
  yield* taskGroup(function* (group) {
    group.createTask(produce(queue))
    yield* asyncFor(queue, function* (item) {
      yield* semaphore.acquire()
      items.push(item)
      semaphore.release()
    })
  })
  const counted = []
  yield* asyncFor(countTo(3), function* (n) {
    counted.push(n)
  })
  return {
    pair,
    promised,
    timedOut,
    items,
    counted,
    waiting: typeof WaitQueue,
    loop: typeof getRunningLoop(),
  }
}

/** What a compiler makes of an async function, which is cancelled while it waits. */
function lowered() {
  const log = []
  const work = () =>
    __async(undefined, null, function* () {
      try {
        yield sleep(60_000)
      } finally {
        log.push('cleaned up')
      }
    })
  const call = work()
  taskOf(call).cancel('enough')
  return call.catch((error) => [...log, error.name])
}

function* served() {
  let calls = 0
  const square = memoize(function* (n) {
    calls++
    yield* sleep(1)
    return n * n
  })
  let attempts = 0
  const tried = yield* retry(
    function* () {
      if (++attempts < 3) throw new Error('not yet')
      return attempts
    },
    { delay: 1 },
  )
  return [yield* square(3), yield* square(3), calls, tried]
}

function* both() {
  yield* gather(sleep(0), sleep(0))
}

/** An hour of a legacy program's timers, at once. */
function legacy() {
  const loop = new VirtualLoop()
  installGlobals(loop, { epoch: Date.UTC(2030, 0, 1) })
  return loop
    .runAsync(() => new Promise((resolve) => setTimeout(() => resolve(new Date().toISOString()), 3_600_000)))
    .finally(() => loop.close())
}

globalThis.answer = (async () => ({
  ...(await run(main)),
  virtual: new VirtualLoop().runSync(() => sleep(3_600_000, 'an hour')),
  explored: explore({ runs: 3 }, both).runs,
  asPromise: await toPromise(double(21)),
  legacy: await legacy(),
  lowered: await lowered(),
  served: await run(served),
}))()
