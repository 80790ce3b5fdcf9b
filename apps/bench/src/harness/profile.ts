/**
 * Where a program's time goes: the functions that have most of it, by the sampling profiler of Node. Time
 * within the functions they call is not counted as theirs, unless the engine has inlined those.
 */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { builtRunner, programFile } from './build.ts'
import type { Workload } from './workload.ts'

/** As Node writes it; the parts used here. */
interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: { readonly functionName: string } }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

/** How many functions are shown. */
const SHOWN = 10

/**
 * Per cent and function, those with the most time first. `collect`: with a full collection before each run.
 */
export function profile(workload: Workload, peer: string, node: string, collect: boolean): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'acoro-profile-'))
  try {
    const url = pathToFileURL(programFile(workload.program, peer)).href
    const program = [url, String(workload.n), String(workload.option), collect ? 'collect' : '']
    execFileSync(node, ['--expose-gc', '--cpu-prof', '--cpu-prof-dir', folder, builtRunner, ...program])
    const [file = ''] = readdirSync(folder)
    return lines(JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function lines({ nodes, samples, timeDeltas }: CpuProfile): string[] {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, callFrame.functionName || '(anonymous)']))
  const times = new Map<string, number>()
  let total = 0
  samples.forEach((id, i) => {
    const name = names.get(id) ?? ''
    const time = timeDeltas[i] ?? 0
    if (name === '(idle)') return
    times.set(name, (times.get(name) ?? 0) + time)
    total += time
  })
  return [...times]
    .sort((a, b) => b[1] - a[1])
    .slice(0, SHOWN)
    .filter(([, time]) => time * 100 >= total)
    .map(([name, time]) => `${((time / total) * 100).toFixed(0)} % ${name}`)
}
