// A Runner keeps its loop and context for several runs

import { ContextVar, coroutine, type EventLoop, getRunningLoop, Runner, sleep } from '@acoro/core'
import { attempt, newLoop, trace } from '../../harness/trace.ts'

const number = new ContextVar('number', { default: 0 })
const loops: EventLoop[] = []

const work = coroutine(function* work() {
  loops.push(getRunningLoop())
  number.set(number.get() + 1)
  yield* sleep(5)
  return number.get()
})

export async function main() {
  loops.length = 0
  const runner = new Runner({ loopFactory: newLoop })
  trace(await runner.run(work()), await runner.run(work()))
  trace(loops[0] === loops[1], runner.getLoop() === loops[0])
  await runner.close()
  trace(loops[0]!.isClosed(), number.get())
  attempt('closed', () => runner.getLoop())
}
