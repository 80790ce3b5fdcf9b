// `pnpm conformance:record`: run every Python half on CPython and write down what it printed.
//
// With --check nothing is written; the exit code says whether the recording is what CPython prints today.

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { readPairs, readTraces, recorded, type Traces } from '../harness/program.ts'
import { openPython } from '../harness/python.ts'

const python = await openPython()
const traces: Traces = {}
for (const { id, source } of readPairs()) {
  traces[id] = python.record(source, id.slice(id.indexOf('/') + 1))
}
const count = `${Object.keys(traces).length} programs on CPython ${python.version}`
if (!process.argv.includes('--check')) {
  mkdirSync(dirname(recorded), { recursive: true })
  writeFileSync(recorded, `${JSON.stringify(traces, null, 1)}\n`)
  console.log(`Recorded ${count}.`)
} else {
  const before = readTraces(recorded)
  const ids = new Set([...Object.keys(before), ...Object.keys(traces)])
  const stale = [...ids].filter((id) => JSON.stringify(before[id]) !== JSON.stringify(traces[id]))
  for (const id of stale) console.error(`${id}: the recorded trace is not what CPython prints`)
  console.log(
    stale.length === 0 ? `The recording of ${count} is current.` : `${stale.length} traces are not current.`,
  )
  process.exitCode = stale.length === 0 ? 0 : 1
}
