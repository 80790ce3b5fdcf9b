/**
 * The figures of a package in its page, a table for each major version of Node. What stands between `<!--
 * figures of node 20 -->` and `<!-- end of figures -->` is replaced by a run with `--write` on that version.
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import type { Figure, Workload } from './compared.ts'

interface Row {
  readonly workload: Workload
  /** By library; the first is acoro. */
  readonly figures: ReadonlyMap<string, Figure>
}

export function figuresTable(rows: readonly Row[], load: number): string {
  const lines = rows.map(({ workload, figures }) => {
    const [[, own], ...others] = [...figures] as [[string, Figure], ...[string, Figure][]]
    const beside = others.map(([name, { processor }]) => {
      return `${name} ${processor.toFixed(0)} (${(processor / own.processor).toFixed(2)})`
    })
    return `| ${workload.name} | ${workload.unit} | ${own.processor.toFixed(0)} | ${beside.join(', ')} |`
  })
  const machine = `${process.version} on ${cpus()[0]?.model.trim()}, load ${load.toFixed(1)}.`
  return [machine, '', '| | ns for each | acoro | others |', '|---|---|--:|---|', ...lines].join('\n')
}

export function writeFigures(page: string, table: string): void {
  const major = process.versions.node.split('.')[0]
  const [begin, end] = [`<!-- figures of node ${major} -->`, '<!-- end of figures -->']
  const text = readFileSync(page, 'utf8')
  const from = text.indexOf(begin)
  const to = text.indexOf(end, from)
  if (from < 0 || to < 0) throw new Error(`Expected ${begin} and ${end} in ${page}`)
  writeFileSync(page, `${text.slice(0, from + begin.length)}\n${table}\n${text.slice(to)}`)
}
