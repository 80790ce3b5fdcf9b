import { readFileSync } from 'node:fs'
import { why } from '../store/disk-error.ts'
import { UsageError } from './usage-error.ts'

/**
 * `--config file`: a JSON object with the options by their long names, and `url`.
 *
 * It becomes arguments, which stand before those of the command line. So the same checks apply, and the
 * command line has the last word.
 */
export function readConfig(path: string): {
  readonly urls: readonly string[]
  readonly argv: readonly string[]
} {
  let config: unknown
  try {
    config = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) throw refusal(path, 'it is not JSON')
    throw new UsageError(`--config ${JSON.stringify(path)} cannot be read: ${why(error)}`)
  }
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw refusal(path, 'expected a JSON object of options')
  const { url, ...options } = config as Record<string, unknown>
  const urls = url === undefined ? [] : [url].flat()
  if (!urls.every((each) => typeof each === 'string'))
    throw refusal(path, '"url" must be a string, or a list of strings')
  return { urls, argv: Object.entries(options).flatMap(([name, value]) => argumentsFor(path, name, value)) }
}

function argumentsFor(path: string, name: string, value: unknown): string[] {
  if (name === 'config' || name === 'help') throw refusal(path, `"${name}" makes no sense there`)
  if (value === false) return []
  if (value === true) return [`--${name}`]
  if (Array.isArray(value)) return value.flatMap((each) => argumentsFor(path, name, each))
  if (typeof value === 'string' || typeof value === 'number') return [`--${name}=${value}`]
  throw refusal(path, `"${name}" must be a string, a number, true, false, or a list of these`)
}

function refusal(path: string, reason: string): UsageError {
  return new UsageError(`--config ${JSON.stringify(path)} is refused: ${reason}`)
}
