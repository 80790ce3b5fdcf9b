/**
 * The figures the documentation shows and the smoke run compares with: one file for each major version of Node, written by
 * `pnpm bench --write`. A run of some workloads, or of some peers, replaces just theirs: ratios are to the base of the same run.
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Figure {
  /** A unit's ns of processor time, bytes or ms: what the workload measures. */
  readonly value: number
  /** To the same of the base; null where there is nothing to compare. */
  readonly ratio: number | null
  /** The ratio by the clock on the wall, where processor time is what is measured. */
  readonly wallRatio: number | null
}

export interface Row {
  readonly workload: string
  /** By peer. */
  readonly figures: Readonly<Record<string, Figure>>
}

export interface Results {
  readonly node: string
  readonly processor: string
  /** The machine's load when the last run began. */
  readonly load: number
  readonly rows: readonly Row[]
}

const folder = fileURLToPath(new URL('../../results/', import.meta.url))

export function readResults(): Results[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Results)
}

/** The results of this major version, else of the nearest. */
export function resultsFor(version: string): Results | undefined {
  const major = majorOf(version)
  const distance = ({ node }: Results): number => Math.abs(majorOf(node) - major)
  return readResults().sort((a, b) => distance(a) - distance(b))[0]
}

/** Writes them over those of the same workloads, in the order of `names`. */
export function writeResults(results: Results, names: readonly string[]): void {
  const before = readResults().find(({ node }) => majorOf(node) === majorOf(results.node))
  const rows = new Map(before?.rows.map((row) => [row.workload, row]))
  for (const { workload, figures } of results.rows) {
    rows.set(workload, { workload, figures: { ...rows.get(workload)?.figures, ...figures } })
  }
  const ordered = names.flatMap((name) => rows.get(name) ?? [])
  mkdirSync(folder, { recursive: true })
  const text = JSON.stringify({ ...results, rows: ordered }, rounded, 2)
  writeFileSync(join(folder, `node-${majorOf(results.node)}.json`), `${text}\n`)
}

export function majorOf(version: string): number {
  return Number(/\d+/.exec(version)?.[0])
}

/** More than three digits would say more than was measured. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(3)) : value
}
