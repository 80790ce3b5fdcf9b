// A hundred downloads, five at a time, each tried three times. Nothing is left running if one of them fails
// for good.
// Run it: npx tsx downloads.ts

import { coroutine, run, sleep } from '@acoro/core'
import { retry } from '@acoro/service'
import { mapConcurrent } from '@acoro/sync'

let calls = 0
let atOnce = 0
let most = 0

const download = coroutine(function* download(page: number) {
  calls++
  most = Math.max(most, ++atOnce)
  try {
    yield* sleep(2)
    if (calls % 10 === 0) throw new Error('connection reset')
    return page * 100
  } finally {
    atOnce--
  }
})

await run(function* main() {
  const pages = Array.from({ length: 100 }, (_, i) => i + 1)
  const patiently = (page: number) => retry(() => download(page), { attempts: 3, delay: 5 })
  const bytes = yield* mapConcurrent(pages, patiently, { limit: 5 })
  console.log(`${bytes.length} pages, ${bytes.reduce((sum, size) => sum + size, 0)} bytes`)
  console.log(`${calls > 100 ? 'more than' : 'exactly'} 100 calls, at most ${most} at once`)
})

// prints: 100 pages, 505000 bytes
// prints: more than 100 calls, at most 5 at once
