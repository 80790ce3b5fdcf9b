import {
  asyncGenerator,
  coroutine,
  createTask,
  type Future,
  getRunningLoop,
  run,
  type StackFrame,
  sleep,
} from '@acoro/core'
import { describe, expect, test } from 'vitest'
import { runVirtual } from '../support/virtual.ts'

describe('a stack', () => {
  test('is whole where the engine makes no stack as long', async () => {
    const next = coroutine(function* deep(
      depth: number,
    ): Generator<Future<unknown> | undefined, void, unknown> {
      if (depth > 0) yield* next(depth - 1)
      else yield* sleep(60_000)
    })
    await run(function* main() {
      const task = createTask(next(299))
      yield* sleep(0)
      const frames = task.getStack()
      expect(frames).toHaveLength(300)
      expect(new Set(frames.map(({ name, file }) => name + (file === undefined)))).toEqual(
        new Set(['deepfalse']),
      )
      task.cancel()
    })
  })

  test('of many plain generators inside one another is whole', async () => {
    function* plain(depth: number): Generator<Future<unknown> | undefined, void, unknown> {
      if (depth > 0) yield* plain(depth - 1)
      else yield* getRunningLoop().createFuture<void>()
    }
    await run(function* main() {
      const task = createTask(plain(50))
      yield* sleep(0)
      expect(task.getStack()).toHaveLength(51)
      task.cancel()
    })
  })

  test('keeps what a program calls by names of the machinery', async () => {
    const resume = coroutine(function* resume() {
      yield* sleep(5)
    })
    const ask = coroutine(function* ask() {
      yield* resume()
    })
    const readFrames = coroutine(function* readFrames() {
      yield* ask()
    })
    await run(function* next() {
      const task = createTask(readFrames())
      yield* sleep(0)
      yield* sleep(0)
      expect(task.getStack().map(({ name }) => name)).toEqual(['readFrames', 'ask', 'resume'])
      yield* task
    })
  })

  test('asked for from far below is as long as from near, and Error.stackTraceLimit is left as it was', () => {
    const deep = (depth: number, ask: () => StackFrame[]): StackFrame[] =>
      depth === 0 ? ask() : deep(depth - 1, ask)
    runVirtual(function* main() {
      const items = asyncGenerator(function* items() {
        yield* sleep(5)
      })
      const task = createTask(items().anext())
      yield* sleep(0)
      const limit = Error.stackTraceLimit
      const near = task.getStack()
      expect(deep(2000, () => task.getStack())).toEqual(near)
      expect(near.length).toBeGreaterThan(0)
      expect(Error.stackTraceLimit).toBe(limit)
      task.cancel()
    })
  })
})
