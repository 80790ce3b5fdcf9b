// The least that any driver of generators has to do for a promise: no task, no cancellation, no loop.

import type { Program } from '../program.ts'

const settled = Promise.resolve(1)

function* add(times: number): Generator<Promise<number>, number, number> {
  let sum = 0
  for (let i = 0; i < times; i++) sum += yield settled
  return sum
}

const program: Program = (n) =>
  new Promise((resolve, reject) => {
    const generator = add(n)
    const step = (value: number): void => {
      const result = generator.next(value)
      if (result.done) resolve(result.value)
      else
        result.value.then(
          (next) => step(next),
          (error) => reject(error),
        )
    }
    step(0)
  })

export default program
