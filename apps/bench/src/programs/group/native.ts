// Promise.all, which neither stops nor waits for the others when one fails: native has nothing nearer.

import type { Program } from '../program.ts'

async function one(): Promise<number> {
  await undefined
  return 1
}

const program: Program = async (n) => {
  let sum = 0
  for (let i = 0; i < n; i++) {
    const started: Promise<number>[] = []
    for (let j = 0; j < 10; j++) started.push(one())
    for (const value of await Promise.all(started)) sum += value
  }
  return sum
}

export default program
