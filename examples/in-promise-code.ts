// Coroutines in a program of promises: an async function calls one, and one awaits a promise. An AbortSignal
// reaches both.
// Run it: npx tsx in-promise-code.ts

import { setTimeout as delay } from 'node:timers/promises'
import { asyncify, fromPromise, toPromise } from '@acoro/compat'
import { coroutine, sleep } from '@acoro/core'

const load = coroutine(function* load(id: number) {
  yield* fromPromise((signal) => delay(10, undefined, { signal }))
  return `item ${id}`
})

const loadItem = asyncify(load)
console.log(await Promise.all([loadItem(1), loadItem(2)]))

const controller = new AbortController()
const slow = coroutine(function* slow() {
  try {
    yield* sleep(60_000)
  } finally {
    console.log('cleaned up')
  }
})
setTimeout(() => controller.abort(new Error('closed by the user')), 20)
await toPromise(slow(), { signal: controller.signal }).catch((error: Error) => console.log(error.message))

// prints: [ 'item 1', 'item 2' ]
// prints: cleaned up
// prints: closed by the user
