// Core, sync, compat and the virtual loop: what every engine can do.

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
import { Queue, Semaphore } from '@acoro/sync'
import { explore, VirtualLoop } from '@acoro/testing'

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

function* both() {
  yield* gather(sleep(0), sleep(0))
}

export async function basics() {
  return {
    ...(await run(main)),
    virtual: new VirtualLoop().runSync(() => sleep(3_600_000, 'an hour')),
    explored: explore({ runs: 3 }, both).runs,
    asPromise: await toPromise(double(21)),
  }
}
