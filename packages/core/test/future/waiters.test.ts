import { createTask, Future, getRunningLoop, shield, sleep } from '@acoro/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runVirtual } from '../support/virtual.ts'

describe('done callbacks', () => {
  test('that are added and taken back are called as a plain list would have it, however long it is', () => {
    const step = fc.record({
      what: fc.constantFrom('add', 'add', 'add', 'remove', 'add twice'),
      which: fc.integer({ min: 0, max: 40 }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const called: number[] = []
        const model: number[] = []
        runVirtual(function* main() {
          const future = new Future<void>()
          const callbacks = Array.from({ length: 41 }, (_, which) => () => called.push(which))
          for (const { what, which } of steps) {
            const callback = callbacks[which] as () => number
            if (what === 'remove') {
              const kept = model.filter((each) => each !== which)
              expect(future.removeDoneCallback(callback)).toBe(model.length - kept.length)
              model.splice(0, model.length, ...kept)
            } else {
              for (let times = what === 'add' ? 1 : 2; times > 0; times--) {
                future.addDoneCallback(callback)
                model.push(which)
              }
            }
          }
          future.setResult()
          yield* sleep(0)
          yield* sleep(0)
        })
        expect(called).toEqual(model)
      }),
    )
  })

  test('that were taken back are not shown', () => {
    runVirtual(function* main() {
      const future = new Future<void>()
      const callbacks = Array.from({ length: 40 }, () => () => {})
      for (const callback of callbacks) future.addDoneCallback(callback)
      for (const callback of callbacks.slice(1, 20)) future.removeDoneCallback(callback)
      expect(String(future)).toContain('<19 more>')
      for (const callback of callbacks) future.removeDoneCallback(callback)
      expect(String(future)).toBe('<Future pending>')
      yield* sleep(0)
    })
  })
})

test('a shared task reports a late error once, however many shields around it were cancelled', () => {
  const reports: string[] = []
  runVirtual(
    function* main() {
      const inner = createTask(
        (function* () {
          yield* sleep(10)
          throw new Error('late')
        })(),
      )
      const waiters = Array.from({ length: 50 }, () =>
        createTask(
          (function* () {
            yield* shield(inner)
          })(),
        ),
      )
      yield* sleep(1)
      for (const waiter of waiters) waiter.cancel()
      yield* sleep(20)
      expect(getRunningLoop().time()).toBe(21)
    },
    (loop) => loop.setExceptionHandler((_, context) => reports.push(context.message)),
  )
  expect(reports).toEqual(['Error exception in shielded future'])
})
