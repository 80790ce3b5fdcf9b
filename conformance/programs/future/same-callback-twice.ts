// A callback added twice is called twice; removing takes all of them away and counts them

import { type Future, getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const loop = getRunningLoop()
  const tell = (future: Future<void>) => trace('tell', future)
  const other = () => trace('other')
  const future = loop.createFuture<void>()
  future.addDoneCallback(tell)
  future.addDoneCallback(other)
  future.addDoneCallback(tell)
  future.setResult(undefined)
  yield* sleep(0)
  const second = loop.createFuture<void>()
  second.addDoneCallback(tell)
  second.addDoneCallback(other)
  second.addDoneCallback(tell)
  trace(second.removeDoneCallback(tell), second.removeDoneCallback(tell))
  second.setResult(undefined)
  trace(second.removeDoneCallback(other))
  yield* sleep(0)
}
