/** The table of speeds, in the README of the package. */

import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'

export interface Row {
  readonly name: string
  readonly measure: 'rate' | 'latency'
  readonly plain: number
  readonly acoro: number
  readonly ratio: number
}

const README = new URL('../../../../packages/distributed/README.md', import.meta.url)
const BEGIN = '<!-- speeds: written by `pnpm --filter @acoro/bench distributed --write` -->'
const END = '<!-- end of speeds -->'

export function tableOf(rows: readonly Row[]): string {
  const lines = rows.map(({ name, measure, plain, acoro, ratio }) => {
    const show = (value: number) =>
      measure === 'rate' ? `${Math.round(value)} jobs/s` : `${value.toFixed(2)} ms`
    return `| ${name} | ${show(plain)} | ${show(acoro)} | ${ratio.toFixed(2)} |`
  })
  return ['| | plain BullMQ | acoro | ratio |', '|---|---|---|---|', ...lines].join('\n')
}

export function writeTable(rows: readonly Row[], rounds: number): void {
  const readme = readFileSync(README, 'utf8')
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)]
  if (begin < 0 || end < begin)
    throw new Error(`Expected ${README.pathname} to have the marks of the table of speeds`)
  const where = `Medians of ${rounds} rounds in turns, Node ${process.versions.node}, ${cpus().length} processors, Redis on the same machine.`
  writeFileSync(
    README,
    `${readme.slice(0, begin)}${BEGIN}\n\n${tableOf(rows)}\n\n${where}\n\n${readme.slice(end)}`,
  )
}
