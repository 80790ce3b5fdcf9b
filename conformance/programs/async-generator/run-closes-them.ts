// run closes the generators that main left half-way

import { asyncGenerator, coroutine, emit, run, sleep } from '@acoro/core'
import { newLoop, trace } from '../../harness/trace.ts'

const kept: unknown[] = []

const resource = asyncGenerator(function* resource() {
  try {
    yield* emit('item')
  } finally {
    yield* sleep(10)
    trace('closed')
  }
})

const work = coroutine(function* work() {
  const items = resource()
  kept.push(items)
  trace((yield* items.anext()).value)
})

export async function main() {
  await run(work(), { loopFactory: newLoop })
  trace('left')
}
