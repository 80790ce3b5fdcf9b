/** Waits for a signal, or for a promise that nobody will settle. */

import { getRunningLoop, newEventLoop, run, setEventLoop } from '@acoro/core'
import { Arrival } from '@acoro/core/lowlevel'

const never = { what: 'the promise of fetchPage', isTransient: () => true }

function* waiting() {
  console.log('waiting')
  yield* new Arrival<void>(never).wait({ name: 'fetchPage' })
}

function rescuedLate() {
  const arrival = new Arrival<string>(never)
  process.once('beforeExit', () => setImmediate(() => arrival.resolve('rescued')))
  return arrival.wait({ name: 'fetchPage' })
}

const ways = {
  async signal() {
    const why = await run(function* main() {
      const loop = getRunningLoop()
      const told = loop.createFuture<string>()
      loop.addSignalHandler('SIGUSR1', () => told.setResult('told'))
      console.log('waiting')
      return yield* told
    })
    console.log(why)
  },
  async forever() {
    const loop = newEventLoop()
    setEventLoop(loop)
    loop.addSignalHandler('SIGUSR1', () => loop.stop())
    console.log('waiting')
    await loop.runForever()
    console.log('told')
    loop.close()
  },
  async promise() {
    await run(waiting)
  },
  /** Another loop is stuck, which nobody awaits, while this one has ended. */
  async unawaited() {
    void run(waiting)
  },
  /** Somebody goes on where the process was about to end. */
  async rescued() {
    console.log(await run(rescuedLate()))
  },
  async 'unawaited and rescued'() {
    void run(rescuedLate()).then(console.log)
  },
}

await ways[process.env.WAY as keyof typeof ways]()
