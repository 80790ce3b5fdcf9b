/**
 * Writes the generated parts of `docs/performance.md` anew, and its charts. The prose is written there by
 * hand; what stands between `<!-- bench -->` and `<!-- /bench -->`, and so for `goals`, `profiles` and
 * `streams`, is replaced.
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { streamsTable } from '../streams/kept.ts'
import { ratioChart, scaleChart } from './chart.ts'
import { majorOf, readResults } from './results.ts'
import { goalsTable, markdownTable, profilesTable } from './table.ts'

const docs = fileURLToPath(new URL('../../../../docs/', import.meta.url))

export function writeDocument(): void {
  const all = readResults('plain')
  const first = all[0]
  if (first === undefined)
    throw new Error('Expected results of a run, found none: run `pnpm bench --write` first')
  writeFileSync(`${docs}performance.svg`, ratioChart(first))
  writeFileSync(`${docs}performance-scale.svg`, scaleChart(first))
  const sections = all.map(
    (results) =>
      `## Node ${majorOf(results.node)}\n\n${results.node} on ${results.processor}, load ${results.load}.\n\n${markdownTable(results)}\n`,
  )
  const path = `${docs}performance.md`
  const collected = readResults('collected')
  let text = replaced(path, readFileSync(path, 'utf8'), 'bench', sections.join('\n'))
  text = replaced(path, text, 'goals', `${goalsTable(collected)}\n`)
  text = replaced(path, text, 'profiles', `${profilesTable(collected)}\n`)
  writeFileSync(path, replaced(path, text, 'streams', `${streamsTable()}\n`))
}

function replaced(path: string, text: string, name: string, generated: string): string {
  const [begin, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`]
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from === -1 || to < from) throw new Error(`Expected ${begin.trim()} and ${end} in ${path}`)
  return text.slice(0, from) + begin + generated + text.slice(to)
}
