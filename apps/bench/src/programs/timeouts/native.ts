import type { Program } from '../program.ts'

async function work(): Promise<number> {
  await undefined
  return 1
}

async function withTimeout<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timed out')), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

const program: Program = async (n) => {
  let sum = 0
  for (let i = 0; i < n; i++) sum += await withTimeout(60_000, work())
  return sum
}

export default program
