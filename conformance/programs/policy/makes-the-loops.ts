// A policy makes the loops of a program, and says which is current

import { asyncio } from '@acoro/compat'
import type { EventLoop } from '@acoro/core'
import { attempt, trace } from '../../harness/trace.ts'

class Policy extends asyncio.DefaultEventLoopPolicy {
  override newEventLoop(): EventLoop {
    trace('the policy makes a loop')
    return super.newEventLoop()
  }
}

export function main(_loop: EventLoop) {
  const policy = new Policy()
  asyncio.setEventLoopPolicy(policy)
  trace(asyncio.getEventLoopPolicy() === policy)
  const made = asyncio.newEventLoop()
  asyncio.setEventLoop(made)
  trace(asyncio.getEventLoop() === made)
  made.close()
  attempt('no policy', () => asyncio.setEventLoopPolicy(5 as never))
  asyncio.setEventLoop(null)
  asyncio.setEventLoopPolicy(null)
  trace(asyncio.getEventLoopPolicy() === policy)
}
