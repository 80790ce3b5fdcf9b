// A waiter that gives up lets the one behind it move up

import { coroutine, createTask, gather, sleep, timeout } from '@acoro/core'
import { Lock } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

const patient = coroutine(function* patient(name: string, lock: Lock) {
  using _held = yield* lock.acquire()
  trace(name, 'has it')
  yield* sleep(5)
})

const hurried = coroutine(function* hurried(name: string, lock: Lock, ms: number) {
  try {
    yield* timeout(ms, function* () {
      yield* patient(name, lock)
    })
  } catch (error) {
    trace(name, error)
  }
})

export function* main() {
  const lock = new Lock()
  yield* lock.acquire()
  const tasks = [
    createTask(hurried('a', lock, 10)),
    createTask(patient('b', lock)),
    createTask(hurried('c', lock, 28)),
    createTask(patient('d', lock)),
  ]
  yield* sleep(20)
  lock.release()
  yield* gather(...tasks)
  trace(lock.locked())
}
