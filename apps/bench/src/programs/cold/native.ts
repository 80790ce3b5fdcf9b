import type { Program } from '../program.ts'

const program: Program = async (n) => {
  await undefined
  return n
}

export default program
