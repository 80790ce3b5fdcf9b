// The least that a coroutine called from promise code can be: a generator, run at once, and a promise of what
// it gives.

import type { Program } from '../program.ts'

function* one(): Generator<never, number> {
  return 1
}

function called(): Promise<number> {
  try {
    const result = one().next()
    return Promise.resolve(result.value)
  } catch (error) {
    return Promise.reject(error)
  }
}

const program: Program = async (n) => {
  let sum = 0
  for (let i = 0; i < n; i++) sum += await called()
  return sum
}

export default program
