// A running loop cannot be entered again, nor another one beside it

import { EventLoop } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { attempt, trace } from '../../harness/trace.ts'

export async function main(loop: VirtualLoop) {
  const other = new EventLoop()
  // A promise carries the error that Python raises at the call.
  const refusals: [string, Promise<unknown>][] = []
  loop.callSoon(() => {
    trace(loop.isRunning(), other.isRunning())
    refusals.push(['runForever', loop.runForever()])
    refusals.push(['runUntilComplete', loop.runUntilComplete(loop.createFuture())])
    refusals.push(['another loop', other.runForever()])
    loop.stop()
  })
  await loop.runForever()
  for (const [label, refusal] of refusals) {
    await refusal.then(
      () => trace(label, 'ran'),
      (error) => trace(label, 'raised', error),
    )
  }
  loop.callSoon(() => {
    attempt('close', () => loop.close())
    loop.stop()
  })
  await loop.runForever()
  trace(loop.isRunning())
}
