// only on server: it collects garbage, and listens to the warnings of a process

import { coroutine, newEventLoop, sleep } from '@acoro/core'
import { describe, expect, test, vi } from 'vitest'
import { collectGarbage } from '../../../../scripts/runtimes/garbage.ts'
import { runVirtual } from '../support/virtual.ts'

const work = coroutine(function* work() {
  yield* sleep(1)
})

describe('debug mode', () => {
  test('tells of a loop that was collected without having been closed, and where debug mode began', async () => {
    const emitted = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    const told = () => emitted.mock.calls.map(([warning]) => warning as Error)
    ;(function unclosed() {
      newEventLoop().setDebug(true)
    })()
    ;(function closed() {
      const loop = newEventLoop()
      loop.setDebug(true)
      loop.close()
    })()
    // Finalizers run in a turn of the host after a collection.
    for (let turn = 0; turn < 100 && told().length === 0; turn++) {
      collectGarbage()
      await new Promise((resolve) => setImmediate(resolve))
    }
    collectGarbage()
    await new Promise((resolve) => setImmediate(resolve))
    expect(told()).toHaveLength(1)
    expect(told()[0]?.name).toBe('UnclosedLoopWarning')
    expect(told()[0]?.message).toMatch(
      /^an event loop was collected without .*: close\(\) it, or use run\(\)\. It went into debug mode\n +at unclosed .*debug-process\.test\.ts/,
    )
    emitted.mockRestore()
  })

  test('warns through the process where the loop has no handler of its own', () => {
    const emitted = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    runVirtual(
      function* main() {
        work()
      },
      (loop) => loop.setDebug(true),
    )
    expect((emitted.mock.calls[0] as unknown[])[0]).toMatchObject({ name: 'NeverAwaitedWarning' })
    emitted.mockRestore()
  })

  test('watches what is made outside of loops, while a loop that is open is in debug mode', async () => {
    const emitted = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    const loop = newEventLoop()
    expect(String(loop.createFuture())).toBe('<Future pending>')
    loop.setDebug(true)
    expect(String(loop.createFuture())).toMatch(/^<Future pending created at .*debug-process\.test\.ts:\d+>$/)
    expect(String(loop.callLater(5, function later() {}))).toMatch(
      /^<TimerHandle when=[\d.]+ later\(\) created at .*debug-process\.test\.ts:\d+>$/,
    )
    // In the callback of a timer of the platform.
    await new Promise<void>((resolve) =>
      setTimeout(() => {
        work()
        sleep(5)
        resolve()
      }),
    )
    const awaited = [work(), sleep(0)]
    for (const coro of awaited) await loop.runUntilComplete(coro)
    const told = () => emitted.mock.calls.map(([warning]) => String(warning).split('\n')[0])
    for (let turn = 0; turn < 100 && told().length < 2; turn++) {
      collectGarbage()
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(told().sort()).toEqual(
      ['sleep', 'work'].map(
        (name) =>
          `NeverAwaitedWarning: coroutine '${name}' was never awaited: yield* it, or make it a task. It was made`,
      ),
    )
    loop.close()
    expect(String(newEventLoop().createFuture())).toBe('<Future pending>')
    emitted.mockRestore()
  })
})
