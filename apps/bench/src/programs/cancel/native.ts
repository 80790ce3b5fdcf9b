// Nothing cancels a native async function: the nearest is to reject each promise it waits for, by hand.

import type { Program } from '../program.ts'

const cancelled = new Error('cancelled')
let cleaned = 0

async function child(rejects: ((error: Error) => void)[]): Promise<void> {
  try {
    await new Promise<void>((_, reject) => rejects.push(reject))
  } finally {
    cleaned++
  }
}

const program: Program = async (n) => {
  cleaned = 0
  const rejects: ((error: Error) => void)[] = []
  const started: Promise<void>[] = []
  for (let i = 0; i < n; i++) {
    const promise = child(rejects)
    // Or each would be reported as unhandled before its turn to be awaited comes.
    promise.catch(() => {})
    started.push(promise)
  }
  await undefined
  for (const reject of rejects) reject(cancelled)
  for (const promise of started) {
    try {
      await promise
    } catch (error) {
      if (error !== cancelled) throw error
    }
  }
  return cleaned
}

export default program
