import { coroutine, createTask, Future, gather, sleep } from '@acoro/core'
import { type OrderFile, type OrderStep, recordRun, VirtualLoop } from '@acoro/testing'
import { describe, expect, it } from 'vitest'

/** A step as a line: what goes on, who was ready, why, and what changed. */
const line =
  ({ tasks }: OrderFile) =>
  ({ at, what, ready, why, tasks: changes }: OrderStep) => {
    const names = (list: readonly number[]) => list.map((task) => tasks[task]?.name).join(' ')
    const changed = changes.map(({ task, state }) => `${tasks[task]?.name} ${state}`).join(', ')
    return `${at} ${what} | ${names(ready)} | ${why} | ${changed}`
  }

const nap = coroutine(function* nap(ms: number) {
  yield* sleep(ms)
})

describe('a recorded run', () => {
  it('tells of each step what went on, who was ready, why it was this one, and what changed', () => {
    const loop = new VirtualLoop()
    const recording = recordRun(loop)
    loop.runSync(function* main() {
      yield* gather(createTask(nap(10), { name: 'a' }), createTask(nap(5), { name: 'b' }))
    })
    const file = recording.end()
    expect(file.steps.map(line(file))).toEqual([
      '0 task 1 (main) | task 1 (main) | nothing else was ready | task 1 (main) waiting, a ready, b ready',
      '0 a | a b | first come, first served | a waiting',
      '0 b | b | nothing else was ready | b waiting',
      '5 the sleep of b ends |  | nothing is ready, and no timer is earlier | b ready',
      '5 b | b | nothing else was ready | b returned',
      '10 the sleep of a ends |  | nothing is ready, and no timer is earlier | a ready',
      '10 a | a | nothing else was ready | a returned',
      '10 task 1 (main) | task 1 (main) | nothing else was ready | task 1 (main) returned',
    ])
    expect(file).toMatchObject({
      format: 'acoro-order',
      version: 1,
      program: 'a run',
      error: null,
      replay: null,
    })
    expect(file.tasks.map(({ parent }) => parent)).toEqual([null, 0, 0])
    expect(JSON.parse(JSON.stringify(file))).toEqual(file)
  })

  it('says what it failed with, and at which line, be it undefined', () => {
    const failing = (error: unknown) => {
      const loop = new VirtualLoop()
      using recording = recordRun(loop, { program: 'failing' })
      try {
        loop.runSync(function* main() {
          yield* sleep(1)
          throw error
        })
      } catch (thrown) {
        recording.failed(thrown)
      }
      return recording.end()
    }
    expect(failing(new RangeError('too far'))).toMatchObject({ error: 'RangeError: too far' })
    expect(failing(undefined)).toMatchObject({ error: 'undefined', failedAt: null })
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(failing(proxy).error).toEqual(expect.any(String))
  })

  it('sees tasks that began eagerly, and those that ended with others', () => {
    const loop = new VirtualLoop()
    const recording = recordRun(loop)
    loop.runSync(function* main() {
      const future = new Future<void>()
      const waits = coroutine(function* waits() {
        yield* future
      })
      createTask(waits(), { name: 'eager', eager: true })
      createTask(waits(), { name: 'cancelled before it began' }).cancel()
      yield* sleep(0)
      future.setResult()
      yield* sleep(0)
    })
    const file = recording.end()
    expect(file.steps.map(line(file)).map((text) => text.split(' | ')[3])).toEqual([
      'task 1 (main) ready, cancelled before it began ready, eager waiting',
      'cancelled before it began cancelled',
      'eager ready',
      'eager returned',
      'task 1 (main) returned',
    ])
  })

  it('keeps the first 1,000 steps and the first 50 that were ready, and counts the others', () => {
    const loop = new VirtualLoop()
    const recording = recordRun(loop)
    loop.runSync(function* main() {
      yield* gather(Array.from({ length: 60 }, () => nap(1)))
      for (let turn = 0; turn < 2000; turn++) yield* sleep(0)
    })
    const { steps, more } = recording.end()
    expect([steps.length, more > 1000]).toEqual([1000, true])
    expect([steps[1]?.ready.length, steps[1]?.moreReady]).toEqual([50, 10])
    expect(JSON.stringify(steps).length).toBeLessThan(500_000)
  })

  it('ends with its disposal: another may follow, but no two at a time', () => {
    const loop = new VirtualLoop()
    const recording = recordRun(loop)
    expect(() => recordRun(loop)).toThrow('This loop is recorded or explored already: end that first')
    loop.runSync(() => nap(1))
    const { steps } = recording.end()
    loop.runSync(() => nap(1))
    expect(recording.end().steps).toEqual(steps)
    using second = recordRun(loop)
    loop.runSync(() => nap(1))
    expect(second.end().steps).toHaveLength(3)
  })

  it('refuses what is no loop, no option and no path', () => {
    expect(() => recordRun({} as never)).toThrow('Expected a VirtualLoop, got an object')
    expect(() => recordRun(new VirtualLoop(), { program: 5 } as never)).toThrow(/recordRun\(\)/)
    using recording = recordRun(new VirtualLoop())
    expect(() => recording.write('')).toThrow('Expected the path of a file')
    expect(() => recording.write(undefined as never)).toThrow(TypeError)
  })
})
