/**
 * What every lock promises: one holder at a time, first come, first served, and no lock lost to a
 * cancellation.
 */

import { type Awaitable, coroutine, createTask, gather, sleep, type Task } from '@acoro/core'
import { checkFunction } from '../base/checks.ts'
import { explore } from '../explore/explore.ts'
import { injectCancelEverywhere } from '../steps/inject-cancel.ts'
import { VirtualLoop } from '../virtual/virtual-loop.ts'
import { expectSame, type SuiteCase } from './suite-case.ts'

/** What the suite needs of a lock. It ignores the value of `acquire`. */
export interface SuiteLock {
  acquire(): Awaitable<unknown>
  release(): void
  locked(): boolean
}

const hold = coroutine(function* hold(lock: SuiteLock, name: string, log: string[]) {
  yield* lock.acquire()
  try {
    log.push(`${name} in`)
    yield* sleep(10)
    log.push(`${name} out`)
  } finally {
    lock.release()
  }
})

const allHolding = (lock: SuiteLock, names: readonly string[], log: string[]): Task<void>[] =>
  names.map((name) => createTask(hold(lock, name, log)))

/** Tests for the locks that `makeLock` returns. Each test makes a free lock of its own. */
export function lockSuite(makeLock: () => SuiteLock): SuiteCase[] {
  checkFunction(makeLock, 'a factory of locks')
  return [
    {
      name: 'is held by one task at a time, first come, first served',
      run: () => {
        const log: string[] = []
        new VirtualLoop().runSync(function* () {
          yield* gather(allHolding(makeLock(), ['a', 'b', 'c'], log))
        })
        expectSame(log, ['a in', 'a out', 'b in', 'b out', 'c in', 'c out'], 'what the tasks did')
      },
    },
    {
      name: 'says whether it is held',
      run: () => {
        new VirtualLoop().runSync(function* () {
          const lock = makeLock()
          const seen = [lock.locked()]
          yield* lock.acquire()
          seen.push(lock.locked())
          lock.release()
          seen.push(lock.locked())
          expectSame(seen, [false, true, false], 'locked() before, while and after it is held')
        })
      },
    },
    {
      name: 'forgets a waiter that is cancelled',
      run: () => {
        const log: string[] = []
        new VirtualLoop().runSync(function* () {
          const [first, cancelled, last] = allHolding(makeLock(), ['a', 'b', 'c'], log)
          yield* sleep(1)
          ;(cancelled as Task<void>).cancel()
          yield* gather([first as Task<void>, last as Task<void>])
        })
        expectSame(log, ['a in', 'a out', 'c in', 'c out'], 'what the tasks did')
      },
    },
    {
      name: 'is lost to nobody, whenever one who uses it is cancelled',
      run: () => {
        injectCancelEverywhere(function* (inject) {
          const lock = makeLock()
          const log: string[] = []
          const before = createTask(hold(lock, 'before', log))
          const victim = inject(hold(lock, 'victim', log))
          const after = createTask(hold(lock, 'after', log))
          yield* gather([before, victim, after], { returnExceptions: true })
          const others = log.filter((line) => !line.startsWith('victim'))
          expectSame(others, ['before in', 'before out', 'after in', 'after out'], 'what the others did')
          expectSame(lock.locked(), false, 'locked() at the end')
        })
      },
    },
    {
      name: 'has one holder under every order of tasks',
      run: () => {
        explore({ runs: 200 }, function* () {
          const lock = makeLock()
          let holders = 0
          const use = coroutine(function* use() {
            yield* lock.acquire()
            expectSame(++holders, 1, 'the number of holders')
            yield* sleep(0)
            holders--
            lock.release()
          })
          yield* gather(use(), use(), use())
          expectSame(lock.locked(), false, 'locked() at the end')
        })
      },
    },
  ]
}
