/** Runs one kind. The parent names a workload, and gets the ns of processor time that each unit took. */

import { type Programs, sizes } from './forms.ts'
import { kinds } from './kinds.ts'

const RUNS = 40

const programs = kinds[process.argv[2] as string]?.()
if (programs === undefined) throw new RangeError(`Expected one of ${Object.keys(kinds).join('; ')}`)

process.on('message', async (workload: keyof Programs) => {
  const began = process.cpuUsage()
  for (let run = 0; run < RUNS; run++) {
    await programs[workload]()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { user, system } = process.cpuUsage(began)
  process.send?.(((user + system) * 1000) / (RUNS * sizes[workload]))
})
process.send?.('ready')
