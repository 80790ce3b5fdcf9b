// A running loop cannot be entered again, nor another one beside it

import { EventLoop } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { attempt, trace } from '../../harness/trace.ts'

export async function main(loop: VirtualLoop) {
  const other = new EventLoop()
  const pending: Promise<void>[] = []
  const tell = (label: string, action: () => Promise<unknown>) => {
    // A promise carries the error that Python raises at the call.
    pending.push(
      action().then(
        () => trace(label, 'ran'),
        (error) => trace(label, 'raised', error),
      ),
    )
  }
  loop.callSoon(() => {
    trace(loop.isRunning(), other.isRunning())
    tell('runForever', () => loop.runForever())
    tell('runUntilComplete', () => loop.runUntilComplete(loop.createFuture()))
    tell('another loop', () => other.runForever())
    loop.stop()
  })
  await loop.runForever()
  await Promise.all(pending)
  loop.callSoon(() => {
    attempt('close', () => loop.close())
    loop.stop()
  })
  await loop.runForever()
  trace(loop.isRunning())
}
