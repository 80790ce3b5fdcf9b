import { fromPromise, on } from '@acoro/compat'
import { coroutine, createTask, gather, run, sleep, type Task, taskGroup } from '@acoro/core'
import { type Lock, type Queue, Semaphore } from '@acoro/sync'

export const work = coroutine(function* work(lock: Lock, queue: Queue<string>) {
  using permit = yield* lock.acquire()
  yield* queue.put('x')
  return yield* fromPromise(Promise.resolve(permit))
})

export const task: Task<unknown> | undefined = undefined
export const others = [createTask, gather, run, sleep, taskGroup, on, Semaphore]
