/**
 * Runs one kind. The parent names a workload, and gets the ns of processor time that each unit took, or
 * bytes.
 */

import { type Programs, sizes, type Workload } from './forms.ts'
import { kinds } from './kinds.ts'

const RUNS = 40
const PENDING = 20_000

const programs = kinds[process.argv[2] as string]?.() as Programs
if (programs === undefined) throw new RangeError(`Expected one of ${Object.keys(kinds).join('; ')}`)

async function time(workload: Workload): Promise<number> {
  const began = process.cpuUsage()
  for (let run = 0; run < RUNS; run++) {
    await programs[workload]()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { user, system } = process.cpuUsage(began)
  return ((user + system) * 1000) / (RUNS * sizes[workload])
}

function used(): number {
  global.gc?.()
  global.gc?.()
  return process.memoryUsage().heapUsed
}

/** Bytes of a call that is pending. */
async function memory(): Promise<number> {
  let resolve: (value: unknown) => void = () => {}
  const promise = new Promise((yes) => {
    resolve = yes
  })
  const before = used()
  const calls = programs.pending(PENDING, promise)
  const bytes = (used() - before) / PENDING
  resolve(undefined)
  await Promise.all(calls)
  return bytes
}

process.on('message', async (what: Workload | 'memory') => {
  process.send?.(what === 'memory' ? await memory() : await time(what))
})
process.send?.('ready')
