// only on server: it collects garbage, and listens to the warnings of a process

import { coroutine, createTask, getRunningLoop, newEventLoop, run, sleep } from '@acoro/core'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { collectGarbage } from '../../../../scripts/runtimes/garbage.ts'
import { onlyOn } from '../../../../scripts/runtimes/only-on.ts'

const emitted = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
beforeEach(() => void emitted.mockClear())
afterEach(() => void emitted.mockClear())

/** The warnings told of the coroutine function `name`, after a collection or more. */
async function toldOf(name: string, least: number): Promise<string[]> {
  const told = () =>
    emitted.mock.calls.map(([warning]) => String(warning)).filter((text) => text.includes(`'${name}'`))
  // Finalizers run in a turn of the host after a collection.
  for (let turn = 0; turn < 50 && told().length < least; turn++) {
    collectGarbage()
    await new Promise((resolve) => setImmediate(resolve))
  }
  collectGarbage()
  await new Promise((resolve) => setImmediate(resolve))
  return told()
}

/** A coroutine function of its own: each counts its own calls. */
const named = (name: string) =>
  coroutine(
    {
      *[name](): Generator<undefined, number> {
        return 1
      },
    }[name] as () => Generator<undefined, number>,
  )

onlyOn('exceptBun', 'JavaScriptCore has no use for captureStackTrace here')(
  'the main of a run is begun by core, so its place is not looked for',
  async () => {
    const runOnce = () =>
      run(function* main() {
        yield
      })
    // The coroutine functions of core are watched, too, for their first calls.
    for (let time = 0; time < 4; time++) await runOnce()
    const captured = vi.spyOn(Error, 'captureStackTrace')
    await runOnce()
    expect(captured).not.toHaveBeenCalled()
    captured.mockRestore()
  },
)

test('a coroutine that nobody awaited is told of without debug mode, with the line that made it', async () => {
  const forgotten = named('forgotten')
  ;(function statement() {
    forgotten()
  })()
  const [told, ...more] = await toldOf('forgotten', 1)
  expect(more).toEqual([])
  expect(told).toMatch(
    /^NeverAwaitedWarning: coroutine 'forgotten' was never awaited: yield\* it, or make it a task\. It was made\n +at statement .*unawaited\.test\.ts:\d+/,
  )
})

test('not if it was awaited, closed, thrown into, made a task, driven by hand, or told of by an error', async () => {
  const used = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => named(`used ${n}`))
  let next = 0
  const make = () => (used[next++] as NonNullable<(typeof used)[0]>)()
  await run(function* main() {
    yield* make()
    const task = createTask(make(), { eager: true })
    yield* createTask(make())
    yield* task
  })
  make().close()
  expect(() => make().throw(new Error('thrown in'))).toThrow('thrown in')
  make().next()
  await expect(Promise.resolve(make())).rejects.toThrow('Cannot await')
  expect(() => JSON.stringify(make())).toThrow('Cannot write JSON')
  expect(next).toBe(used.length)
  expect(await toldOf('used', 1)).toEqual([])
})

test('one that is held is not told of, and can be awaited later', async () => {
  const later = named('later')
  const held = later()
  expect(await toldOf('later', 1)).toEqual([])
  expect(await run(held)).toBe(1)
  expect(await toldOf('later', 1)).toEqual([])
})

test('the exception handler of its loop hears of it', async () => {
  const unheard = named('unheard')
  const heard: unknown[] = []
  const loop = newEventLoop()
  loop.setExceptionHandler((_, context) => void heard.push(context.warning))
  await loop.runUntilComplete(
    coroutine(function* main() {
      unheard()
      expect(getRunningLoop()).toBe(loop)
      yield* sleep(0)
    })(),
  )
  for (let turn = 0; turn < 50 && heard.length === 0; turn++) {
    collectGarbage()
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(heard.map((warning) => String(warning).split(':')[1])).toEqual([
    " coroutine 'unheard' was never awaited",
  ])
  expect(emitted).not.toHaveBeenCalled()
  loop.close()
})

test('no listener to the end of the process is left behind', async () => {
  const before = process.listenerCount('exit')
  const one = named('listener')
  const coro = one()
  coro.close()
  expect(process.listenerCount('exit')).toBeLessThanOrEqual(before)
})

onlyOn('exceptBun', 'JavaScriptCore keeps what the stack may hold')(
  'the first calls of a function are watched while the program is new',
  async () => {
    const often = named('often')
    const places = [() => often(), () => often(), () => often(), () => often()]
    for (const place of places) place()
    expect(await toldOf('often', 3)).toHaveLength(3)
    // From here on the program is no longer new.
    for (let n = 0; n < 10_000; n++) often()
    const late = named('late')
    late()
    sleep(5)
    expect(await toldOf('late', 1)).toEqual([])
  },
)
