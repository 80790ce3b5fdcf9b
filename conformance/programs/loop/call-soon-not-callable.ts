// In debug mode callSoon takes no coroutine and nothing that cannot be called

import { coroutine, getRunningLoop, sleep } from '@acoro/core'
import { attempt, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  trace('never')
})

export function* main() {
  const loop = getRunningLoop()
  loop.setDebug(true)
  const coro = work()
  attempt('a coroutine', () => loop.callSoon(coro as unknown as () => void))
  attempt('a number', () => loop.callSoon(5 as unknown as () => void))
  coro.close()
  loop.setDebug(false)
  yield* sleep(0)
}
