/** Durations in the words of the verdict; what is not known is `unknown`, never 0. */

import { durationText } from '../../base/words.ts'

/** `0.4 ms`, `85 ms`, `4.2 s`, `12 min`. */
export function age(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return 'unknown'
  return ms > 0 && ms < 10 ? `${Number(ms.toFixed(1))} ms` : durationText(ms)
}

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** `5s`, `4m`, `1.5h`, `250ms` or a number of seconds, in ms. Null if it is none of them. */
export function parseAge(text: string): number | null {
  const match = /^\s*(\d{1,9}(?:\.\d{1,9})?)\s*(ms|s|m|min|h|d)?\s*$/.exec(text)
  return match === null ? null : Number(match[1]) * (UNITS[match[2] ?? 's'] as number)
}
