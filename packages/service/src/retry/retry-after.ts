/**
 * What an error says about when to come back: its `retryAfter`.
 *
 * A number is ms. A string is the HTTP header Retry-After: whole seconds, or a date, which is compared with
 * the date of the loop. What cannot be understood counts as nothing said.
 */

import type { EventLoop } from '@acoro/core'
import { readSafely } from '../base/errors.ts'

/** The ms that an error asks to wait, from 0 on; undefined if it asks for nothing. */
export function retryAfterOf(error: unknown, loop: EventLoop): number | undefined {
  const asked = readSafely(error, 'retryAfter')
  const ms = typeof asked === 'string' ? parsed(asked.trim(), loop) : asked
  return typeof ms !== 'number' || Number.isNaN(ms) ? undefined : Math.max(0, ms)
}

function parsed(header: string, loop: EventLoop): number | undefined {
  if (header === '') return undefined
  if (/^[+-]?\d+(\.\d+)?$/.test(header)) return Number(header) * 1000
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : date - loop.wallTime()
}
