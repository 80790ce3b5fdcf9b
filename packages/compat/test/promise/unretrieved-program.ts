// Tasks that fail on the background loop, whose errors nobody asks for: how many are reported, what stays of each.

import { toPromise } from '@acoro/compat'
import { type CoroutineGenerator, coroutine, createTask, getRunningLoop, sleep, timeout } from '@acoro/core'

const TASKS = 500
const { gc } = globalThis as { gc?: () => void }

const kinds: Record<string, () => CoroutineGenerator<void>> = {
  *'an error'() {
    throw new Error('nobody asks')
  },
  *'an error with a cause'() {
    try {
      throw new Error('inner')
    } catch (cause) {
      throw new Error('outer', { cause })
    }
  },
  *'a group of errors'() {
    const errors: unknown[] = []
    try {
      throw new Error('inner')
    } catch (error) {
      errors.push(error)
    }
    throw new AggregateError(errors)
  },
  *'an error with another one as a property'() {
    try {
      throw new Error('inner')
    } catch (error) {
      throw Object.assign(new Error('outer'), { original: error })
    }
  },
  *'a timeout'() {
    yield* timeout(0, sleep(1000))
  },
  *undefined() {
    throw undefined
  },
  *'a string'() {
    throw 'text'
  },
}

let reported = 0
await toPromise(
  (function* () {
    getRunningLoop().setExceptionHandler(() => {
      reported++
    })
  })(),
)

const fail = coroutine(function* fail(make: () => CoroutineGenerator<void>) {
  for (let i = 0; i < TASKS; i++) {
    createTask(make())
    yield* sleep(0)
  }
  // Whoever fails is noticed when nothing is ready.
  yield* sleep(1)
})

/** Collects until all of `made` were reported, or it is clear that they will not be. */
async function collected(made: number): Promise<number> {
  for (let i = 0; i < 20 && reported < made; i++) {
    gc?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  gc?.()
  return process.memoryUsage().heapUsed
}

const counts: Record<string, { made: number; reported: number; bytes: number }> = {}
for (const [kind, make] of Object.entries(kinds)) {
  reported = 0
  await toPromise(fail(make))
  const before = await collected(TASKS)
  await toPromise(fail(make))
  const after = await collected(2 * TASKS)
  counts[kind] = { made: 2 * TASKS, reported, bytes: Math.round((after - before) / TASKS) }
}
console.log(JSON.stringify(counts))
