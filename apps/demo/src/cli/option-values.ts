import type { StatusRange } from '../crawl/limits.ts'
import { quote } from './parse-start.ts'
import { UsageError } from './usage-error.ts'

/** Parses the values of options that are neither numbers nor files. Each function throws UsageError. */

/** `--header "Name: value"` */
export function parseHeader(value: string | undefined): readonly [name: string, value: string] {
  const wanted = '--header needs a header: "Name: value"'
  if (value === undefined) throw new UsageError(wanted)
  const [, name, content] = /^([^:\s]+):(.*)$/s.exec(value) ?? []
  try {
    // The platform knows which headers are valid.
    for (const [known, text] of new Headers([[name ?? '', content ?? '']])) return [known, text]
  } catch {
    // The error below says it.
  }
  throw new UsageError(`${wanted}, got ${quote(value)}`)
}

/** `--accept 403,500-599` */
export function parseStatuses(value: string | undefined): StatusRange[] {
  const wanted = '--accept needs statuses from 400 to 599, such as 403 or 403,500-599'
  if (value === undefined) throw new UsageError(wanted)
  return value.split(',').map((part): StatusRange => {
    const [, first = '', last = first] = /^\s*(\d{3})(?:-(\d{3}))?\s*$/.exec(part) ?? []
    const range = [Number(first), Number(last)] as const
    if (first === '' || range[0] < 400 || range[1] > 599 || range[0] > range[1])
      throw new UsageError(`${wanted}, got ${quote(value)}`)
    return range
  })
}

/** A text that is sent as a header. */
export function parseText(name: string, value: string | undefined): string {
  if (value === undefined || value.trim() === '') throw new UsageError(`--${name} needs a value: a text`)
  try {
    return new Headers({ [name]: value }).get(name) as string
  } catch {
    throw new UsageError(`--${name} must be a text that can be sent as a header, got ${quote(value)}`)
  }
}

/** An address of Redis. Its password comes from REDIS_PASSWORD, because anybody can read a command line. */
export function parseRedis(value: string | undefined): string {
  if (value === undefined || value === '')
    throw new UsageError('--redis needs a value: an address such as redis://127.0.0.1:6379')
  if (!/^rediss?:\/\//.test(value) || !URL.canParse(value))
    throw new UsageError(`--redis must be an address such as redis://127.0.0.1:6379, got ${quote(value)}`)
  const url = new URL(value)
  if (url.password !== '')
    throw new UsageError('--redis must have no password, which others could read: set REDIS_PASSWORD')
  url.password = process.env.REDIS_PASSWORD ?? ''
  return url.href
}
