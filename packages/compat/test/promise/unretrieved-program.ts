// Tasks that fail on the background loop, and whose errors nobody asks for: how many are reported, and how
// many errors stay.

import { toPromise } from '@acoro/compat'
import { type CoroutineGenerator, coroutine, createTask, getRunningLoop, sleep, timeout } from '@acoro/core'

const TASKS = 300
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
let errors: WeakRef<object>[] = []
await toPromise(
  (function* () {
    getRunningLoop().setExceptionHandler((_loop, { exception }) => {
      reported++
      if (typeof exception === 'object') errors.push(new WeakRef(exception as object))
    })
  })(),
)

const fail = coroutine(function* fail(make: () => CoroutineGenerator<void>) {
  for (let i = 0; i < TASKS; i++) {
    createTask(make())
    yield* sleep(0)
  }
  // A failure is noticed when nothing is ready.
  yield* sleep(1)
})

/** Collects until `isDone`, or until it is clear that it will not be. */
async function collect(isDone: () => boolean): Promise<void> {
  for (let i = 0; i < 30 && !isDone(); i++) {
    // In a turn of its own: whatever a WeakRef was asked for stays until the end of its turn.
    await new Promise((resolve) => setImmediate(resolve))
    gc?.()
  }
}

const alive = () => errors.filter((error) => error.deref() !== undefined).length
const counts: Record<string, { made: number; reported: number; alive: number }> = {}
for (const [kind, make] of Object.entries(kinds)) {
  reported = 0
  errors = []
  await toPromise(fail(make))
  await collect(() => reported === TASKS)
  await collect(() => alive() === 0)
  counts[kind] = { made: TASKS, reported, alive: alive() }
}
console.log(JSON.stringify(counts))
