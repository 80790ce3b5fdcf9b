// What programs do that can cancel: an AbortController for each call, whose signal everything that waits
// listens to.

import type { Program } from '../program.ts'

let cleaned = 0

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((_, reject) => {
    signal.throwIfAborted()
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

async function child(signal: AbortSignal): Promise<void> {
  try {
    await aborted(signal)
  } finally {
    cleaned++
  }
}

const program: Program = async (n) => {
  cleaned = 0
  const controllers: AbortController[] = []
  const started: Promise<void>[] = []
  for (let i = 0; i < n; i++) {
    const controller = new AbortController()
    const promise = child(controller.signal)
    // Or each would be reported as unhandled before its turn to be awaited comes.
    promise.catch(() => {})
    controllers.push(controller)
    started.push(promise)
  }
  await undefined
  for (const controller of controllers) controller.abort()
  for (const promise of started) {
    try {
      await promise
    } catch (error) {
      if ((error as Error).name !== 'AbortError') throw error
    }
  }
  return cleaned
}

export default program
