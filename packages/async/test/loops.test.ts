// only on server: it runs a compiler

import { taskOf } from '@acoro/async'
import { type Future, newEventLoop, run as runLoop, setEventLoop, sleep } from '@acoro/core'
import { backgroundLoop } from '@acoro/core/lowlevel'
import { expect, test } from 'vitest'
import { run } from './support/lowered.ts'

const SOURCE = `const inner = async () => { await sleep(1); return 'inner' }
  const quick = async () => 'quick'
  const fails = async () => { throw new Error('fails') }
  return (async () => [await inner(), await quick(), await 1, await fails().catch((e) => e.message)])()`

const RESULT = ['inner', 'quick', 1, 'fails']

test('a call from native code runs on the loop in the background', async () => {
  const promise = run<Promise<unknown>>(SOURCE, { sleep })
  expect(taskOf(promise)?.getLoop()).toBe(backgroundLoop())
  expect(await promise).toEqual(RESULT)
})

test('a call from native code runs on the loop that was set', async () => {
  const loop = newEventLoop()
  const running = loop.runForever()
  setEventLoop(loop)
  try {
    const promise = run<Promise<unknown>>(SOURCE, { sleep })
    expect(taskOf(promise)?.getLoop()).toBe(loop)
    expect(await promise).toEqual(RESULT)
  } finally {
    setEventLoop(null)
    loop.stop()
    await running
    loop.close()
  }
})

test('a loop in debug mode runs calls, too', async () => {
  const result = await runLoop(
    function* main() {
      return yield* taskOf(run<Promise<unknown>>(SOURCE, { sleep })) as Future<unknown>
    },
    { debug: true },
  )
  expect(result).toEqual(RESULT)
})

test('hooks of a loop are told of calls and their steps', async () => {
  const told: string[] = []
  await runLoop(function* main() {
    const task0 = taskOf(run<Promise<unknown>>(`return (async () => { await 0 })()`))
    yield* task0 as Future<unknown>
    const loop = task0?.getLoop()
    const remove = loop?.addHook({
      taskCreated: () => told.push('created'),
      taskStepped: () => told.push('stepped'),
      taskSuspended: () => told.push('suspended'),
      taskFinished: () => told.push('finished'),
    })
    const promise = run<Promise<unknown>>(`return (async () => { await 0 })()`)
    const seen = [...told]
    remove?.()
    yield* taskOf(promise) as Future<unknown>
    expect(seen).toEqual(['created', 'stepped', 'suspended'])
  })
})
