/**
 * Where a program's time goes: the functions that have most of it, by the sampling profiler of Node. Time within the
 * functions they call is not counted as theirs, unless the engine has inlined those.
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

/** The lines to print: per cent, and function. */
export function profile(workload: Workload, peer: string, node: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'acoro-profile-'))
  try {
    const url = pathToFileURL(programFile(workload.program, peer)).href
    const program = [url, String(workload.n), String(workload.option)]
    execFileSync(node, ['--cpu-prof', '--cpu-prof-dir', folder, builtRunner, ...program])
    const [file = ''] = readdirSync(folder)
    return lines(JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const SHOWN = 10

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
    .map(([name, time]) => `${((time / total) * 100).toFixed(0).padStart(3)} %  ${name}`)
}
