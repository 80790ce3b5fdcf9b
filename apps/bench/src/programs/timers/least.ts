import { Timers } from '../least.ts'
import type { Program } from '../program.ts'
import { shuffledDelay } from '../shuffled-delay.ts'

const program: Program = (n) =>
  new Promise((resolve) => {
    const timers = new Timers()
    let fired = 0
    const fire = (): void => {
      if (++fired === n) resolve(fired)
    }
    for (let i = 0; i < n; i++) timers.add(shuffledDelay(i, n), fire)
    timers.begin()
  })

export default program
