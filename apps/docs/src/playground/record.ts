// Runs a compiled program as a browser would, in a worker thread without Node's own globals, by the same
// script. What comes out is what its picture is drawn from. A program that does not end well here has no
// business on a page.

import { Worker } from 'node:worker_threads'
import { type Line, readTold, type TaskEvent, type Told } from '../../playground/base/messages.ts'
import type { Compiled } from '../../playground/base/program.ts'

export interface Recording {
  lines: Line[]
  events: TaskEvent[]
  /** Undefined if it has ended well. */
  failure: string | undefined
}

const before = `
const { parentPort } = require('node:worker_threads')
globalThis.postMessage = (message) => parentPort.postMessage(message)
globalThis.addEventListener = (kind, listener) => {
  if (kind === 'unhandledrejection') process.on('unhandledRejection', (reason) => listener({ reason }))
}
parentPort.on('message', (data) => globalThis.onmessage({ data }))
const { process } = globalThis
// Node's own Request and Response ask for the global Buffer, so it stays: what names it does not come here.
for (const name of ['process', 'setImmediate', 'clearImmediate', 'require', 'module'])
  Object.defineProperty(globalThis, name, { value: undefined, configurable: true })
`

export function recorded(runtime: string, program: Compiled): Promise<Recording> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(`${before};{${runtime}\n}`, { eval: true, stdout: true, stderr: true })
    const found: Recording = { lines: [], events: [], failure: undefined }
    const late = setTimeout(() => end('it did not end within 30 s'), 30_000)
    const end = (failure: string | undefined): void => {
      clearTimeout(late)
      found.failure = failure
      worker.terminate().then(() => resolve(found), reject)
    }
    worker.on('message', (data: unknown) => {
      const told: Told | undefined = readTold(data)
      if (told?.kind === 'news') {
        found.lines.push(...told.lines)
        found.events.push(...told.events)
      } else if (told?.kind === 'ended') end(told.how === 'done' ? undefined : `${told.how}: ${told.text}`)
    })
    worker.on('error', (error) => end(String(error)))
    worker.postMessage({ program })
  })
}
