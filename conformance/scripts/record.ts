// `pnpm conformance:record [area/name …]`: run Python halves on CPython and write down what they printed.
//
// All of them, unless some are named. With --check nothing is written; the exit code says whether the
// recording is what CPython prints today. Programs of the real world need a native CPython; without one their
// recording stays as it is.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { DIGESTS, digest, digests, pythonSource } from '../fuzz/digest.ts'
import { generate } from '../fuzz/generate.ts'
import { nativeVersion, recordNatively } from '../harness/native.ts'
import {
  type Pair,
  readPairs,
  readTraces,
  recorded,
  recordedNatively,
  recorders,
} from '../harness/program.ts'
import { openPython } from '../harness/python.ts'

const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const isNamed = (pair: Pair) => named.length === 0 || named.includes(pair.id)
const pairs = readPairs()
const unknown = named.find((id) => !pairs.some((pair) => pair.id === id))
if (unknown !== undefined) throw new Error(`There is no program ${unknown}`)

const python = await openPython()
const native = nativeVersion()

/** The recording of `world`, with what is to be recorded anew taken from `record`. */
function record(world: Pair['world'], old: string, run: (pair: Pair) => string[]): string {
  const before = readTraces(old)
  const entries = pairs
    .filter((pair) => pair.world === world)
    .map((pair) => [pair.id, isNamed(pair) ? run(pair) : before[pair.id]])
  return `${JSON.stringify(Object.fromEntries(entries), null, 1)}\n`
}

const known = readRecorders()
const files: [string, string][] = [
  [
    recorded,
    record('virtual', recorded, ({ id, source }) => python.record(source, id.slice(id.indexOf('/') + 1))),
  ],
  [recorders, `${JSON.stringify({ virtual: python.version, real: native ?? known.real }, null, 1)}\n`],
]
if (native !== undefined) {
  files.push([recordedNatively, record('real', recordedNatively, ({ id }) => recordNatively(id))])
}
if (named.length === 0) {
  const random = Array.from({ length: DIGESTS }, (_, seed) =>
    digest(python.record(pythonSource(generate(seed, true)), 'random')),
  )
  files.push([digests, `${JSON.stringify(random, null, 1)}\n`])
}
const what = `${pairs.filter(isNamed).length} programs on CPython ${python.version} in WebAssembly and ${native ?? 'no'} natively`

if (process.argv.includes('--check')) {
  // Whoever checks may have another native CPython than the one that recorded.
  const stale = files.filter(([file, text]) => file !== recorders && read(file) !== text)
  for (const [file] of stale) console.error(`${file} is not what CPython prints`)
  if (stale.length === 0) console.log(`The recording is current: ${what}.`)
  process.exitCode = stale.length === 0 ? 0 : 1
} else {
  mkdirSync(dirname(recorded), { recursive: true })
  for (const [file, text] of files) writeFileSync(file, text)
  console.log(`Recorded ${what}.`)
}

function read(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function readRecorders(): Record<string, string> {
  return JSON.parse(read(recorders) ?? '{}') as Record<string, string>
}
