/** The results as text: a table for the terminal and one for the documentation. */

import { formatFigure, formatRatio } from './format.ts'
import { type Figure, majorOf, type Results, type Row } from './results.ts'
import type { Workload } from './workload.ts'
import { workloads } from './workloads.ts'

/** These have a column of their own; who takes part in a few workloads only shares the last one. */
const columns = ['acoro', 'asyncio', 'effect', 'effection', 'co'] as const

/** How many functions of a profile the documentation shows. */
const IN_TABLE = 6

export function terminalLines(workload: Workload, { figures }: Row): string[] {
  const lines = [
    `${workload.title} (for each ${workload.unit}; ratio to ${workload.base}, and by the wall clock)`,
  ]
  for (const [peer, figure] of Object.entries(figures)) {
    const parts = [
      formatFigure(workload.kind, figure),
      formatRatio(figure.ratio),
      formatRatio(figure.wallRatio),
    ]
    lines.push(`  ${peer.padEnd(14)}${parts.map((part) => part.padStart(10)).join('')}`)
  }
  return lines
}

/** One table: a row for each workload, native's figure, and the ratio to it of everybody else. */
export function markdownTable(results: Results): string {
  const lines = [
    `| workload | native | acoro | asyncio | Effect | Effection | co | others |`,
    `|---|--:|--:|--:|--:|--:|--:|---|`,
  ]
  for (const workload of workloads) {
    const row = results.rows.find((other) => other.workload === workload.name)
    if (row === undefined) continue
    const { figures } = row
    const named = columns.map((peer) => cell(workload, figures[peer]))
    const others = Object.entries(figures)
      .filter(([peer]) => !columns.includes(peer as never) && peer !== workload.base)
      .map(([peer, figure]) => `${peer} ${cell(workload, figure)}`)
    const base = figures[workload.base]
    const cells = [
      workload.title,
      base ? formatFigure(workload.kind, base) : '–',
      ...named,
      others.join(', '),
    ]
    lines.push(`| ${cells.join(' | ')} |`)
  }
  return lines.join('\n')
}

/**
 * The goals beside what was reached, by processor time and by the clock on the wall, and the least that any
 * loop which drives generators can cost: a row for each peer that has a goal.
 */
export function goalsTable(all: readonly Results[]): string {
  const nodes = all.map(({ node }) => `Node ${majorOf(node)} | by the clock | least`)
  const lines = [
    `| workload | goal | ${nodes.join(' | ')} |`,
    `|---|--:|${nodes.map(() => '--:|--:|--:|').join('')}`,
  ]
  for (const workload of workloads) {
    for (const [peer, goal] of Object.entries(workload.goals)) {
      const cells = all.map(({ rows }) => {
        const figures = rows.find((row) => row.workload === workload.name)?.figures
        const [own, least] = [figures?.[peer], figures?.[peer.replace('acoro', 'least')]]
        return [own?.ratio, own?.wallRatio, least?.ratio]
          .map((ratio) => formatRatio(ratio ?? null))
          .join(' | ')
      })
      const title = peer === 'acoro' ? workload.title : `${workload.title} (${peer})`
      lines.push(`| ${[title, formatRatio(goal), ...cells].join(' | ')} |`)
    }
  }
  return lines.join('\n')
}

/** Where the time goes of what is above the base, with collections: a row for each Node. */
export function profilesTable(all: readonly Results[]): string {
  const lines = ['| workload | | the functions with the most time |', '|---|---|---|']
  for (const workload of workloads) {
    for (const peer of Object.keys(workload.goals)) {
      for (const { node, rows } of all) {
        const figure = rows.find((row) => row.workload === workload.name)?.figures[peer]
        if (figure?.profile === undefined) continue
        const title = peer === 'acoro' ? workload.title : `${workload.title} (${peer})`
        const hottest = figure.profile.slice(0, IN_TABLE).join(', ')
        lines.push(`| ${title} | Node ${majorOf(node)} | ${hottest} |`)
      }
    }
  }
  return lines.join('\n')
}

function cell(workload: Workload, figure: Figure | undefined): string {
  if (figure === undefined) return '–'
  if (figure.ratio === null) return formatFigure(workload.kind, figure)
  return formatRatio(figure.ratio)
}
