// `pnpm test:faults:often`: the suite of `@acoro/distributed` with its faults, 20 times in a row. The first
// failure ends it, and its output is shown: a test that fails once in a while is a defect, of the test or of
// the package.
//
//   --runs n     20 unless given
//   --only path  a part of the suite: packages/distributed/test/faults

import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { root } from './lib/workspace.ts'

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '20' }, only: { type: 'string', default: '' } },
})
const runs = Number(values.runs)
if (!(runs >= 1)) throw new RangeError(`Expected a positive number for --runs, got «${values.runs}»`)
const args = ['vitest', 'run', '--project', 'distributed', ...(values.only === '' ? [] : [values.only])]
for (let run = 1; run <= runs; run++) {
  const began = performance.now()
  const { status, stdout, stderr } = spawnSync('npx', args, { cwd: root, encoding: 'utf8' })
  const seconds = ((performance.now() - began) / 1000).toFixed(0)
  const tests = /^.*Tests .*$/m.exec(stdout)?.[0].trim() ?? ''
  console.log(`run ${run} of ${runs}: ${status === 0 ? 'green' : 'red'}, ${seconds} s  ${tests}`)
  if (status === 0) continue
  console.error(`${stdout}\n${stderr}`)
  process.exitCode = 1
  break
}
