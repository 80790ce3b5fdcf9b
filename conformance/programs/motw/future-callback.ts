// asyncio_future_callback: two callbacks hear of the future, which is passed to them

import { coroutine, type Future } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { trace } from '../../harness/trace.ts'

function callback(number: number, future: Future<string>) {
  trace(number, 'hears of', future.result())
}

const register = coroutine(function* register(future: Future<string>) {
  future.addDoneCallback((done) => callback(1, done))
  future.addDoneCallback((done) => callback(2, done))
})

const job = coroutine(function* job(future: Future<string>) {
  yield* register(future)
  trace('setting')
  future.setResult('the result')
})

export async function main(loop: VirtualLoop) {
  const future = loop.createFuture<string>()
  await loop.runUntilComplete(job(future))
}
