// The long run: `pnpm --filter @acoro/sync model --steps 1000000 --seed 5`. Prints how many steps of random
// programs each primitive went through, and the shortest program that breaks its model, if one does.

import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { runProgram } from './machine.ts'
import { machines } from './machines.ts'
import { programs } from './programs.ts'

const { values } = parseArgs({
  // pnpm hands the separator on.
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: { steps: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
})
const wanted = Number(values.steps)
const seed = Number(values.seed)
if (!Number.isInteger(wanted) || !Number.isInteger(seed))
  throw new RangeError('Expected --steps and --seed, whole numbers')

const names = Object.keys(machines)
const share = Math.ceil(wanted / names.length)
let total = 0
for (const [index, [name, make]] of Object.entries(machines).entries()) {
  let steps = 0
  let runs = 0
  for (let batch = 0; steps < share; batch++) {
    const property = fc.property(programs, (program) => {
      steps += runProgram(make, program)
      runs++
    })
    const details = fc.check(property, { numRuns: 500, seed: seed + batch + 7919 * index })
    if (details.failed) {
      console.error(fc.defaultReportMessage(details))
      console.error(String(details.errorInstance))
      console.error(`${name} broke its model: --seed ${seed}, batch ${batch}`)
      process.exit(1)
    }
  }
  total += steps
  console.log(`${name.padEnd(36)} ${String(steps).padStart(9)} steps in ${runs} programs`)
}
console.log(`${total} steps, seed ${seed}: nothing lost, nothing twice, nobody waited in vain`)
