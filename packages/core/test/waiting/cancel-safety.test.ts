import {
  asyncGenerator,
  CancelledError,
  coroutine,
  createTask,
  emit,
  type Main,
  Runner,
  type RunnerOptions,
  run,
  sleep,
  type Task,
} from '@acoro/core'
import { describe, expect, test } from 'vitest'
import { cancelCases } from '../support/cancel-cases.ts'
import { cancelEverywhere, cancelScopeEverywhere, cancelWithFailures } from '../support/cancel-stage.ts'
import { Watch } from '../support/watch.ts'

describe('cancelled at any moment nothing leaks, every finally runs, and what was waited for has its documented fate', () => {
  test.each(cancelCases)('$name', ({ body, waiting, woken, failing }) => {
    const { moments, ...seen } = cancelEverywhere(body)
    expect({ ...seen, failing: cancelWithFailures(body) }).toEqual({ waiting, woken, failing })
    expect(moments).toBeGreaterThan(1)
  })
})

describe('in a cancel scope that is cancelled at any moment nothing leaks, and no wait spins', () => {
  test.each(cancelCases)('$name', ({ body }) => {
    expect(cancelScopeEverywhere(body)).toBeGreaterThan(1)
  })
})

/**
 * How many blocks are entered and not left: what `run` has to put in order, whenever its main is cancelled.
 */
interface House {
  open: number
}

const held = coroutine(function* held(house: House, ms: number) {
  house.open++
  try {
    yield* sleep(ms)
  } finally {
    try {
      yield* sleep(1)
    } finally {
      house.open--
    }
  }
})
const numbers = asyncGenerator(function* numbers(house: House) {
  house.open++
  try {
    yield* emit(1)
  } finally {
    house.open--
  }
})
const householding = coroutine(function* main(house: House) {
  createTask(held(house, 50))
  yield* numbers(house).anext()
  yield* held(house, 3)
  return 'main'
})

/** Runs a main on a watched loop and cancels it at one moment of its life; gives how many there were. */
async function cancelMain(
  start: (main: Main<string>, options: RunnerOptions) => Promise<string>,
  at: number,
): Promise<{ moments: number; outcome: unknown }> {
  const watch = new Watch()
  const house: House = { open: 0 }
  let moments = 0
  watch.beforeEach = () => {
    watch.checkTasks()
    const main = watch.tasks[0] as Task<unknown>
    if (!main.done() && ++moments === at) main.cancel('injected')
  }
  let outcome: unknown
  const settled = start(householding(house), { loopFactory: () => watch.loop, handleSignals: false }).then(
    (value) => {
      outcome = value
    },
    (error: unknown) => {
      outcome = error
    },
  )
  // The loop's world is virtual, but `run` goes from step to step by promises.
  for (let idle = 0; idle < 20; idle++) {
    if (watch.host.step()) idle = 0
    await Promise.resolve()
  }
  await settled
  expect([house.open, watch.reports, watch.loop.isClosed()]).toEqual([0, [], true])
  watch.checkQuiet()
  return { moments, outcome }
}

describe('a main that is cancelled at any moment', () => {
  test.each([
    { name: 'run', start: run },
    {
      name: 'Runner.run',
      start: async (main: Main<string>, options: RunnerOptions) => {
        await using runner = new Runner(options)
        return await runner.run(main)
      },
    },
  ])(
    'lets $name end all tasks and generators, close the loop, and reject with the cancellation',
    async ({ start }) => {
      const { moments, outcome } = await cancelMain(start, Infinity)
      expect([outcome, moments > 5]).toEqual(['main', true])
      for (let at = 1; at <= moments; at++) {
        const { outcome } = await cancelMain(start, at)
        expect(outcome).toBeInstanceOf(CancelledError)
        expect((outcome as CancelledError).message).toBe('injected')
      }
    },
  )
})
