// A server that is measured, in a process of its own: `server.mjs hono own`. It tells what it has taken.

import { type Gate, subjects } from './subjects.ts'

export type Question = 'processor' | 'heap' | 'held' | 'release'

const [name = '', kind] = process.argv.slice(2)
const pair = subjects[name]
if (pair === undefined)
  throw new RangeError(`Expected one of ${Object.keys(subjects).join(', ')}, got ${name}`)

let release = (): void => {}
let arrived = 0
let wanted = Infinity
let all = (): void => {}
const gate: Gate = {
  opened: new Promise<void>((resolve) => {
    release = resolve
  }),
  arrived() {
    if (++arrived >= wanted) all()
  },
}

const answers: Record<Question, (amount: number) => number | Promise<number>> = {
  /** µs, garbage collection on other threads included. */
  processor() {
    const { user, system } = process.cpuUsage()
    return user + system
  },
  /** KiB. */
  heap() {
    globalThis.gc?.()
    globalThis.gc?.()
    return process.memoryUsage().heapUsed / 1024
  },
  /** Resolves when so many requests wait. */
  held: (amount) =>
    new Promise((resolve) => {
      wanted = amount
      all = () => resolve(arrived)
      if (arrived >= wanted) all()
    }),
  release() {
    release()
    return 0
  },
}

process.on('message', async ([question, amount]: [Question, number]) => {
  process.send?.(await answers[question](amount))
})
process.on('disconnect', () => process.exit())
process.send?.((await (kind === 'own' ? pair[1] : pair[0])(gate)).url)
