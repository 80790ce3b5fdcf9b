// A time limit that ends the work, not only the wait. Every `finally` has run before the error comes out.
// Run it: npx tsx time-limit.ts

import { coroutine, run, sleep, TimeoutError, timeout } from '@acoro/core'

const order = coroutine(function* order(item: string) {
  console.log(`reserve ${item}`)
  try {
    yield* sleep(500) // a slow bank
    console.log('charged')
  } finally {
    yield* sleep(5)
    console.log(`put ${item} back`)
  }
})

await run(function* main() {
  try {
    yield* timeout(50, order('lamp'))
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error
    console.log('too late')
  }
})

// prints: reserve lamp
// prints: put lamp back
// prints: too late
