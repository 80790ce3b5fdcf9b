import {
  type Awaitable,
  coroutine,
  createTask,
  getRunningLoop,
  run,
  type Suspension,
  sleep,
} from '@acoro/core'
import { expect, test } from 'vitest'

const leaf = coroutine(function* leaf() {
  yield* sleep(5)
  return 1
})
function* plain() {
  return yield* leaf()
}
const middle = coroutine(function* middle() {
  return yield* plain()
})
const outer = coroutine(function* outer() {
  return yield* middle()
})

test('a suspended task lists every coroutine and plain generator with its place', async () => {
  await run(function* main() {
    const task = createTask(outer())
    expect(task.getStack().map(String)).toEqual(['outer (place unknown)'])
    yield* sleep(0)
    yield* sleep(0)
    const stack = task.getStack()
    expect(stack.map((frame) => frame.name)).toEqual(['outer', 'middle', 'plain', 'leaf'])
    const leafLine = stack[3]?.line ?? 0
    expect(stack.map((frame) => (frame.line ?? 0) - leafLine)).toEqual([10, 7, 4, 0])
    expect(stack.every((frame) => frame.file?.endsWith('stack.test.ts'))).toBe(true)
    expect(task.getStack({ limit: 1 }).map((frame) => frame.name)).toEqual(['leaf'])
    expect(String(task)).toMatch(
      /^<Task pending name='Task-\d+' coro=<outer\(\) running at .*stack\.test\.ts:\d+> wait_for=<Future pending cb=\[Task\.task_wakeup\(\)\]>>$/,
    )
    expect(yield* task).toBe(1)
    expect(task.getStack()).toEqual([])
  })
})
/** An iterator made by hand that does not pass on what it is sent. */
class ByHand {
  calls = 0
  readonly awaited: Awaitable<string>
  readonly log: string[]
  constructor(awaited: Awaitable<string>, log: string[] = []) {
    this.awaited = awaited
    this.log = log
  }
  [Symbol.iterator](): Iterator<Suspension, string> {
    const inner = this.awaited[Symbol.iterator]()
    return {
      next: () => {
        this.log.push(`next ${++this.calls}`)
        return inner.next()
      },
    }
  }
}

test('a bare yield and an iterator made by hand are never resumed by a probe', async () => {
  const log: string[] = []
  await run(function* main() {
    const future = getRunningLoop().createFuture<string>()
    const task = createTask(
      (function* byHand() {
        return yield* new ByHand(future, log)
      })(),
    )
    const bare = createTask(
      (function* bare() {
        log.push('a')
        yield
        log.push('b')
      })(),
    )
    yield* sleep(0)
    expect(task.getStack().map(String)).toEqual(['coroutine (place unknown)'])
    expect(bare.getStack().map(String)).toEqual(['coroutine (place unknown)'])
    expect(log).toEqual(['next 1', 'a'])
    future.setResult('x')
    expect(yield* task).toBe('x')
  })
})

test('nor is a pause behind one', async () => {
  await run(function* main() {
    const task = createTask(
      (function* pausing() {
        return yield* new ByHand(sleep(0, 'paused'))
      })(),
    )
    yield
    expect(task.getStack().map(String)).toEqual(['coroutine (place unknown)'])
    expect(task.done()).toBe(false)
    expect(yield* task).toBe('paused')
  })
})
