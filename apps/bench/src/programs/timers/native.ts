import type { Program } from '../program.ts'
import { shuffledDelay } from '../shuffled-delay.ts'

const program: Program = (n) =>
  new Promise((resolve) => {
    let fired = 0
    const fire = () => {
      if (++fired === n) resolve(fired)
    }
    for (let i = 0; i < n; i++) setTimeout(fire, shuffledDelay(i, n))
  })

export default program
