/**
 * A program that is looked at: `node child.ts none|imported|attached|recording`. It takes orders as lines of
 * JSON, and answers each by a line. Time is that of its main thread, because the console's worker is not the
 * program.
 */

import { readFileSync } from 'node:fs'
import { setPriority } from 'node:os'
import { createInterface } from 'node:readline'
import { createTask, run, sleep } from '@acoro/core'

const [kind] = process.argv.slice(2)

/** ms that this thread was on a processor; where the system does not tell it, ms by the clock. */
function threadTime(): number {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6
  } catch {
    return performance.now()
  }
}

let sink = 0
function spin(count: number): void {
  for (let n = 0; n < count; n++) sink = (sink * 31 + n) | 0
}

function* steps(count: number, work: number) {
  for (let step = 0; step < count; step++) {
    if (work > 0) spin(work)
    yield* sleep(0)
  }
}

/** The most ms between two turns of the thread, until `ms` have gone by. Nothing is allocated in a turn. */
function longestTurn(ms: number): Promise<number> {
  return new Promise((resolve) => {
    let before = performance.now()
    const until = before + ms
    let longest = 0
    const turn = () => {
      const now = performance.now()
      if (now - before > longest) longest = now - before
      before = now
      if (now < until) setImmediate(turn)
      else resolve(longest)
    }
    setImmediate(turn)
  })
}

/**
 * Has the system run this thread rather than the console's worker and the viewer: on two processors it would
 * wait for them, which is not the time for which an answer keeps it. Not every user may ask for that.
 */
function preferThisThread(): void {
  try {
    setPriority(process.pid, -19)
  } catch {}
}

interface Order {
  readonly what: 'steps' | 'spin' | 'crowd' | 'longest'
  readonly count: number
  readonly work?: number
}

async function obeyed({ what, count, work = 0 }: Order): Promise<number> {
  if (what === 'crowd') {
    void run(function* main() {
      for (let n = 0; n < count; n++) createTask(sleep(1e8), { name: `task ${n}` })
      yield* sleep(1e8)
    })
    return 0
  }
  if (what === 'longest') return await longestTurn(count)
  const before = threadTime()
  if (what === 'spin') spin(count)
  else await run(steps(count, work))
  return threadTime() - before
}

let url = ''
if (kind !== 'none') {
  const { serveConsole } = await import('@acoro/console')
  if (kind !== 'imported') ({ url } = await serveConsole(kind === 'recording' ? { record: 8 } : {}))
}
preferThisThread()
console.log(JSON.stringify(url))
for await (const line of createInterface(process.stdin)) console.log(await obeyed(JSON.parse(line) as Order))
process.exit(0)
