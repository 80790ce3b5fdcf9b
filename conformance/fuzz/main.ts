// `pnpm conformance:fuzz --count N --seed S [--core]`: random programs, on CPython and on acoro, whose traces
// have to be equal. A program that differs is made small and printed with both traces; the exit code is then
// 1.

import { parseArgs } from 'node:util'
import { openPython } from '../harness/python.ts'
import { record } from '../harness/trace.ts'
import { pythonSource } from './digest.ts'
import { generate } from './generate.ts'
import { interpret } from './interpreter.ts'
import type { RandomProgram } from './program.ts'
import { shrink } from './shrink.ts'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    core: { type: 'boolean', default: false },
  },
})
const count = Number(values.count)
const first = Number(values.seed)
const python = await openPython()

const onPython = (program: RandomProgram) => python.record(pythonSource(program), 'random')

async function differs(program: RandomProgram): Promise<boolean> {
  return onPython(program).join('\n') !== (await record(interpret(program))).join('\n')
}

let failures = 0
for (let seed = first; seed < first + count && failures < 5; seed++) {
  const program = generate(seed, !values.core)
  if (!(await differs(program))) continue
  failures++
  const smallest = await shrink(program, differs)
  console.log(`Seed ${seed} differs. Made small:\n${JSON.stringify(smallest.tasks, null, 1)}`)
  console.log(`CPython:\n  ${onPython(smallest).join('\n  ')}`)
  console.log(`acoro:\n  ${(await record(interpret(smallest))).join('\n  ')}\n`)
}
console.log(
  failures === 0
    ? `${count} random programs from seed ${first} give the same traces on CPython ${python.version} and on acoro.`
    : `${failures} programs differ.`,
)
process.exitCode = failures === 0 ? 0 : 1
