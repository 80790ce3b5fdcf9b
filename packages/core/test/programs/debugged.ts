/** Forgets coroutines in three places, and asks loops for their mode. */

import { coroutine, newEventLoop, Runner, run } from '@acoro/core'

const forgotten = (name: string) => coroutine({ *[name]() {} }[name] as () => Generator<undefined, void>)

forgotten('atTheTop')()
const awaited = forgotten('awaited')()
const loop = newEventLoop()
const main = coroutine(function* main() {
  forgotten('inLoop')()
  yield* awaited
})
await loop.runUntilComplete(main())
await new Promise<void>((resolve) =>
  setTimeout(() => {
    forgotten('inTimer')()
    resolve()
  }),
)
const inRun = await run(function* debugged() {
  return true
})
const runner = new Runner({ debug: false })
console.log(loop.getDebug(), inRun, runner.getLoop().getDebug())
await runner.close()
loop.close()
// `inLoop` has been told of by now: warnings are emitted a turn later.
await new Promise((resolve) => setImmediate(resolve))
