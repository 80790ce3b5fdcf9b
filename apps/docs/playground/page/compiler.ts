// TypeScript in a worker of the site. It is a megabyte, so it is loaded when a changed program is run for the
// first time, and then stays.

import type { Compiled, Problem, Program } from '../base/program.ts'
import { assetUrl } from './assets.ts'

export interface Answer {
  readonly compiled: Compiled | undefined
  readonly problems: readonly Problem[]
}

interface Asked {
  resolve(answer: Answer): void
  reject(error: Error): void
}

let worker: Worker | undefined
let last = 0
const asked = new Map<number, Asked>()

export function isLoaded(): boolean {
  return worker !== undefined
}

/** Types, and what can be run. Rejects if the compiler cannot be loaded. */
export function compileInWorker(program: Program): Promise<Answer> {
  worker ??= begin()
  const number = ++last
  return new Promise((resolve, reject) => {
    asked.set(number, { resolve, reject })
    worker?.postMessage({
      number,
      program,
      declarations: new URL(assetUrl('declarations.json'), location.href).href,
    })
  })
}

function begin(): Worker {
  const made = new Worker(assetUrl('compiler.js'), { name: 'compiler' })
  made.onmessage = ({ data }: MessageEvent<Answer & { number: number; error?: string }>) => {
    const waiting = asked.get(data.number)
    asked.delete(data.number)
    if (data.error === undefined) waiting?.resolve(data)
    else waiting?.reject(new Error(data.error))
  }
  made.onerror = ({ message }) => {
    worker = undefined
    for (const { reject } of asked.values()) reject(new Error(message || 'The compiler could not be loaded'))
    asked.clear()
  }
  return made
}
