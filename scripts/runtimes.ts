// `pnpm test:runtimes`: the tests on every runtime that acoro is for. What they found is written to
// docs/runtimes.json, and from there into the table of the README.
//
//   pnpm test:runtimes                         all of them, one after the other, and the matrices of bundlers
//                                              and of TypeScript
//   pnpm test:runtimes bun webkit              these
//   pnpm test:runtimes bundlers types          the packed packages in projects of users: see scripts/integration.ts
//   pnpm test:runtimes bun --packages core     only the tests of some packages; of the others the table
//                                              keeps what an earlier run of the same version found

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { integrationNames, runIntegration } from './integration.ts'
import { CommandFailed } from './lib/command.ts'
import {
  type Counts,
  countsIn,
  readResults,
  slowFiles,
  writeResults,
  writeTable,
} from './runtimes/results.ts'
import { runtimes, type TestedRuntime } from './runtimes/tested.ts'

/** The projects of `integration/` that belong to a run of everything. */
const MATRICES = ['bundlers', 'es5', 'types']

const sum = (counts: Record<string, Counts>, key: keyof Counts): number =>
  Object.values(counts).reduce((total, tally) => total + tally[key], 0)

/** Prints a line, the slow files, and what a failed run printed. */
async function test(runtime: TestedRuntime, packages: readonly string[], report: string) {
  const start = performance.now()
  let output = ''
  try {
    await runtime.test(packages, report)
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error
    output = `${error.message}\n${error.output}`
  }
  const counts = countsIn(report)
  const seconds = ((performance.now() - start) / 1000).toFixed(0)
  const numbers = (['passed', 'failed', 'skipped'] as const).map((key) => `${sum(counts, key)} ${key}`)
  console.log(`${output === '' ? '✓' : '✗'} ${runtime.title.padEnd(14)} ${numbers.join(', ')}, ${seconds} s`)
  for (const line of slowFiles(report)) console.log(`  ${line}`)
  if (output !== '') console.log(output)
  return { counts, isWell: output === '' }
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { packages: { type: 'string' } },
  })
  const projects = integrationNames()
  const known = [...runtimes.map(({ name }) => name), ...projects]
  const unknown = positionals.find((name) => !known.includes(name))
  if (unknown !== undefined) {
    console.error(`Expected one of ${known.join(', ')}, got «${unknown}»`)
    return 2
  }
  const named = positionals.filter((name) => projects.includes(name))
  if (named.length > 0 && named.length === positionals.length) return runIntegration(named)
  const scratch = mkdtempSync(join(tmpdir(), 'acoro-runtimes-'))
  let failed = 0
  try {
    for (const runtime of runtimes) {
      if (positionals.length > 0 && !positionals.includes(runtime.name)) continue
      const packages = values.packages?.split(',') ?? runtime.packages
      const version = await runtime.version()
      const { counts, isWell } = await test(runtime, packages, join(scratch, `${runtime.name}.json`))
      if (!isWell) failed++
      const results = { ...readResults() }
      const before = results[runtime.name]
      const kept = values.packages !== undefined && before?.version === version ? before.packages : {}
      const inTable = Object.entries({ ...kept, ...counts }).filter(([id]) => runtime.packages.includes(id))
      results[runtime.name] = { version, packages: Object.fromEntries(inTable) }
      writeResults(results)
      writeTable(results)
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
  const everything = positionals.length === 0 && values.packages === undefined
  const after = everything ? MATRICES : named
  const integrated = after.length > 0 ? await runIntegration(after) : 0
  return failed === 0 && integrated === 0 ? 0 : 1
}

process.exitCode = await main()
