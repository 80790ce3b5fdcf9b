/**
 * The figures of `pnpm bench streams` that the documentation shows: one file for each major version of Node.
 */

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface KeptRow {
  readonly title: string
  readonly name: string
  /** Against Node's own module in the same round, by the clock on the wall; more is better. */
  readonly speed: number
  /** The same for each second of processor time. */
  readonly perProcessor: number
}

export interface KeptStreams {
  readonly regime: 'streams'
  readonly node: string
  readonly processor: string
  readonly load: number
  readonly rows: readonly KeptRow[]
}

const folder = fileURLToPath(new URL('../../results/', import.meta.url))
const rows: KeptRow[] = []

export function keep(row: KeptRow): void {
  rows.push(row)
}

/** Writes what was kept in this process. */
export function writeKept(): void {
  const node = process.versions.node
  const kept: KeptStreams = {
    regime: 'streams',
    node,
    processor: `${cpus().length} x ${cpus()[0]?.model}`,
    load: Number((loadavg()[0] ?? 0).toFixed(2)),
    rows: rows.map((row) => ({
      ...row,
      speed: Number(row.speed.toFixed(2)),
      perProcessor: Number(row.perProcessor.toFixed(2)),
    })),
  }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `node-${node.split('.')[0]}-streams.json`), `${JSON.stringify(kept, null, 2)}\n`)
}

export function readKept(): KeptStreams[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('-streams.json'))
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as KeptStreams)
}

/** What has a goal: as fast as Node's own. */
const GOALS: Readonly<Record<string, number>> = { '16 deep': 1 }

/** A row for each measurement, two columns for each Node. */
export function streamsTable(): string {
  const all = readKept()
  const heads = all.map(({ node }) => `Node ${node.split('.')[0]} | by processor time`)
  const lines = [`| | goal | ${heads.join(' | ')} |`, `|---|--:|${heads.map(() => '--:|--:|').join('')}`]
  const keys = new Map(all.flatMap(({ rows }) => rows).map((row) => [`${row.title}, ${row.name}`, row]))
  for (const { title, name } of keys.values()) {
    const cells = all.map(({ rows }) => {
      const found = rows.find((row) => row.title === title && row.name === name)
      return found === undefined ? '– | –' : `${found.speed.toFixed(2)} | ${found.perProcessor.toFixed(2)}`
    })
    const goal = name === 'acoro' ? (GOALS[title]?.toFixed(2) ?? '') : ''
    lines.push(`| ${title}${name === 'acoro' ? '' : ` (${name})`} | ${goal} | ${cells.join(' | ')} |`)
  }
  return lines.join('\n')
}
