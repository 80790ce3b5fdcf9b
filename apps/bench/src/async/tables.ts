/** The tables of `main.ts`, and where they stand. */

import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Workload } from './forms.ts'

export type Row = Workload | 'memory'

export interface Figure {
  readonly median: number
  readonly ratio: number
}

/** What was measured on one Node. */
export interface Figures {
  readonly major: number
  readonly names: readonly string[]
  readonly rows: ReadonlyMap<Row, readonly Figure[]>
}

const titles: Readonly<Record<Row, string>> = {
  call: 'a call that never waits',
  settled: '`await` of a settled promise',
  fib: 'an awaited call (`fib`)',
  spawn: 'one of 1,000 concurrent calls, two awaits each',
  memory: 'bytes of a pending call',
}

/** All of one Node: native in ns or bytes, the others with their ratio to it. */
export function table({ major, names, rows }: Figures): string {
  const lines = [...head(`Node ${major}`, names)]
  for (const [what, figures] of rows) {
    const cells = figures.map(({ median, ratio }, at) =>
      at === 0 ? median.toFixed(0) : `${median.toFixed(0)} (${shown(ratio)})`,
    )
    lines.push(`| ${titles[what]} | ${cells.join(' | ')} |`)
  }
  return lines.join('\n')
}

/** What the README shows: ratios, on all of them. */
const columns = ['native', 'our plugin', "Babel's own", "esbuild's own", "TypeScript's own"]

function shortTable(measured: readonly Figures[]): string {
  const majors = measured.map(({ major }) => major).join(' / ')
  const lines = [...head(`Node ${majors}`, columns)]
  for (const what of Object.keys(titles) as Row[]) {
    const cells = columns.map((column) => {
      const figures = measured.map(({ names, rows }) => rows.get(what)?.[names.indexOf(column)] as Figure)
      if (column !== 'native') return figures.map(({ ratio }) => shown(ratio)).join(' / ')
      return figures.map(({ median }) => median.toFixed(0)).join(' / ') + (what === 'memory' ? '' : ' ns')
    })
    lines.push(`| ${titles[what]} | ${cells.join(' | ')} |`)
  }
  return lines.join('\n')
}

function head(first: string, names: readonly string[]): [string, string] {
  return [`| ${first} | ${names.join(' | ')} |`, `|---|${names.map(() => '---|').join('')}`]
}

function shown(ratio: number): string {
  return ratio.toFixed(ratio < 3.5 ? 2 : ratio < 10 ? 1 : 0)
}

/** Puts the tables into the README and the page, between their marks. */
export function writeTables(measured: readonly Figures[]): void {
  replace('../../../../packages/async/README.md', 'figures', shortTable(measured))
  for (const figures of measured)
    replace('../../../../docs/what-async-costs.md', `figures of node ${figures.major}`, table(figures))
}

function replace(path: string, mark: string, text: string): void {
  const file = fileURLToPath(new URL(path, import.meta.url))
  const [begin, end] = [`<!-- ${mark} -->`, '<!-- end of figures -->']
  const whole = readFileSync(file, 'utf8')
  const from = whole.indexOf(begin)
  if (from < 0) throw new Error(`Expected ${begin} in ${file}`)
  const to = whole.indexOf(end, from)
  writeFileSync(file, `${whole.slice(0, from)}${begin}\n${text}\n${whole.slice(to)}`)
}
