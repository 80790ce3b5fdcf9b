import { getRunningLoop, run } from '@acoro/core'
import type { Program } from '../program.ts'
import { shuffledDelay } from '../shuffled-delay.ts'

const program: Program = (n) =>
  run(function* main() {
    const loop = getRunningLoop()
    const done = loop.createFuture<number>()
    let fired = 0
    const fire = () => {
      if (++fired === n) done.setResult(fired)
    }
    for (let i = 0; i < n; i++) loop.callLater(shuffledDelay(i, n), fire)
    return yield* done
  })

export default program
