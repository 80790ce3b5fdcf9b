import { type Awaitable, type EventLoop, gather, newEventLoop, sleep, taskGroup, timeout } from '@acoro/core'
import { keepTasks, onEveryLoop, type TaskKeeper } from '@acoro/core/lowlevel'
import { expect, test } from 'vitest'
import { runVirtual } from '../support/virtual.ts'

function keeper(log: string[]): TaskKeeper {
  return {
    keep: () => {},
    enter: (task, step) => step(task),
    drop: () => {},
    entered: (task, _scope, kind) => void log.push(`${task.name} enters a ${kind}`),
    left: (task, scope, failed, error) =>
      void log.push(
        `${task.name} leaves ${scope.constructor.name}, ${failed ? `with ${error}` : 'without an error'}`,
      ),
  }
}

test('a keeper hears of task groups and timeouts, and of how they were left', () => {
  const log: string[] = []
  runVirtual(
    function* main() {
      yield* taskGroup(function* (group) {
        group.createTask(timeout(100, sleep(1)), { name: 'child' })
        yield* sleep(0)
      })
      yield* outcome(timeout(1, sleep(10)))
      yield* outcome(
        taskGroup(function* () {
          throw new Error('bad')
        }),
      )
    },
    (loop) => keepTasks(loop, keeper(log)),
  )
  expect(log.map((line) => line.replace(/Task-\d+/, 'a task'))).toEqual([
    'a task enters a TaskGroup',
    'child enters a Timeout',
    'child leaves Timeout, without an error',
    'a task leaves TaskGroup, without an error',
    'a task enters a Timeout',
    expect.stringMatching(/^a task leaves Timeout, with CancelledError/),
    'a task enters a TaskGroup',
    'a task leaves TaskGroup, with Error: bad',
  ])
})

function* outcome(awaitable: Awaitable<unknown>) {
  return yield* gather([awaitable], { returnExceptions: true })
}

test('keepTasks returns the keeper before', () => {
  const loop = newEventLoop()
  const [first, second] = [keeper([]), keeper([])]
  expect(keepTasks(loop, first)).toBe(null)
  expect(keepTasks(loop, second)).toBe(first)
  expect(keepTasks(loop, null)).toBe(second)
  loop.close()
})

test('a set-up that is to stay last is called after those that come later, for old loops and for new ones', () => {
  const log: string[] = []
  const open = newEventLoop()
  let on = true
  const note = (name: string) => (loop: EventLoop) => {
    if (on) log.push(`${name} ${loop === open ? 'old' : 'new'}`)
  }
  onEveryLoop((loop) => loop === open && note('last')(loop), true)
  onEveryLoop((loop) => loop === open && note('later')(loop))
  expect(log).toEqual(['last old', 'later old', 'last old'])
  on = false
  open.close()
})
