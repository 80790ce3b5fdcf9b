// only on server: it collects garbage

import { setImmediate } from 'node:timers/promises'
import { type AsyncGeneratorObject, asyncGenerator, emit, newEventLoop, sleep } from '@acoro/core'
import { expect, test } from 'vitest'
import { collectGarbage } from '../../../../scripts/runtimes/garbage.ts'

/** Until the collector's callbacks have run: they come in tasks of the platform's own. */
async function until(isSo: () => boolean): Promise<void> {
  for (let turns = 0; turns < 100 && !isSo(); turns++) {
    collectGarbage()
    await setImmediate()
  }
}

test('an async generator that is left half-way and forgotten is closed in its loop', async () => {
  const log: string[] = []
  const made = asyncGenerator(function* made(name: string) {
    try {
      yield* emit(name)
      yield* emit('never')
    } finally {
      yield* sleep(0)
      log.push(`${name} closed`)
    }
  })
  const loop = newEventLoop()
  const running = loop.runForever()
  let kept: AsyncGeneratorObject<string> | undefined
  const begin = function* () {
    kept = made('kept')
    return [yield* made('forgotten').anext(), yield* kept.anext(), yield* made('ended').anext()].map(
      ({ value }) => value,
    )
  }
  expect(await loop.createTask(begin())).toEqual(['forgotten', 'kept', 'ended'])
  await until(() => log.length === 2)
  expect(log.toSorted()).toEqual(['ended closed', 'forgotten closed'])
  expect(await loop.createTask((kept as AsyncGeneratorObject<string>).anext())).toEqual({
    done: false,
    value: 'never',
  })
  await loop.createTask(loop.shutdownAsyncgens())
  expect(log.at(-1)).toBe('kept closed')
  loop.stop()
  await running
  loop.close()
})

test('one that somebody waits for is not forgotten', async () => {
  const log: string[] = []
  const loop = newEventLoop()
  const gate = loop.createFuture<void>()
  const slow = asyncGenerator(function* slow() {
    try {
      yield* emit(1)
      yield* gate
      yield* emit(2)
    } finally {
      log.push('closed')
    }
  })
  const running = loop.runForever()
  const twice = function* () {
    const generator = slow()
    yield* generator.anext()
    return yield* generator.anext()
  }
  const task = loop.createTask(twice())
  let collected = 0
  await until(() => ++collected > 10)
  expect([task.done(), log]).toEqual([false, []])
  loop.callSoon(() => gate.setResult())
  expect(await task).toEqual({ done: false, value: 2 })
  loop.stop()
  await running
  loop.close()
})
