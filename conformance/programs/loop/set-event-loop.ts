// The loop that was set is the one that is given; only loops can be set

import { getEventLoop, newEventLoop, setEventLoop } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { attempt, trace } from '../../harness/trace.ts'

export function main(loop: VirtualLoop) {
  const mine = newEventLoop()
  trace((mine as unknown) === loop, mine.isRunning(), mine.isClosed())
  setEventLoop(mine)
  trace(getEventLoop() === mine)
  setEventLoop(loop)
  trace(getEventLoop() === loop)
  attempt('a string', () => setEventLoop('loop' as unknown as null))
  setEventLoop(null)
  mine.close()
}
