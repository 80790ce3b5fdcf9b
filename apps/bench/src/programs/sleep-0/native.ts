import type { Program } from '../program.ts'

const program: Program = async (n) => {
  let count = 0
  for (let i = 0; i < n; i++) {
    await undefined
    count++
  }
  return count
}

export default program
