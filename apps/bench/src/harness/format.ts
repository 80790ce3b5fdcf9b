/** Figures as people read them. */

import type { Figure } from './results.ts'
import type { Kind } from './workload.ts'

export function formatFigure(kind: Kind, { value }: Figure): string {
  if (kind === 'bytes') return `${Math.round(value)} B`
  if (kind === 'size') return `${(value / 1000).toFixed(1)} kB`
  if (kind === 'cold') return `${value.toFixed(1)} ms`
  if (value < 10_000) return `${value < 10 ? value.toFixed(1) : Math.round(value)} ns`
  if (value < 10_000_000) return `${(value / 1000).toFixed(value < 100_000 ? 1 : 0)} µs`
  return `${(value / 1e6).toFixed(0)} ms`
}

export function formatRatio(ratio: number | null): string {
  if (ratio === null) return '–'
  return ratio < 10 ? ratio.toFixed(2) : ratio < 100 ? ratio.toFixed(1) : ratio.toFixed(0)
}
