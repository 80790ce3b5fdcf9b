import type { Program } from '../program.ts'

async function fib(n: number): Promise<number> {
  return n < 2 ? n : (await fib(n - 1)) + (await fib(n - 2))
}

const program: Program = (n) => fib(n)

export default program
