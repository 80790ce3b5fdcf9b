// `pnpm conformance:record`: run every Python half on CPython and write down what it printed.
//
// With --check nothing is written; the exit code says whether the recording is what CPython prints today.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { DIGESTS, digest, digests, pythonSource } from '../fuzz/digest.ts'
import { generate } from '../fuzz/generate.ts'
import { readPairs, recorded } from '../harness/program.ts'
import { openPython } from '../harness/python.ts'

const python = await openPython()
const traces = readPairs().map(({ id, source }) => [id, python.record(source, id.slice(id.indexOf('/') + 1))])
const random = Array.from({ length: DIGESTS }, (_, seed) =>
  digest(python.record(pythonSource(generate(seed, true)), 'random')),
)
const files: [string, string][] = [
  [recorded, `${JSON.stringify(Object.fromEntries(traces), null, 1)}\n`],
  [digests, `${JSON.stringify(random, null, 1)}\n`],
]
const what = `${traces.length} programs and ${DIGESTS} random ones, on CPython ${python.version}`

if (process.argv.includes('--check')) {
  const stale = files.filter(([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text)
  for (const [file] of stale) console.error(`${file} is not what CPython ${python.version} prints`)
  if (stale.length === 0) console.log(`The recording is current: ${what}.`)
  process.exitCode = stale.length === 0 ? 0 : 1
} else {
  mkdirSync(dirname(recorded), { recursive: true })
  for (const [file, text] of files) writeFileSync(file, text)
  console.log(`Recorded ${what}.`)
}
