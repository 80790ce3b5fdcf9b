import { parseArgs } from 'node:util'
import { normalizeUrl } from '../link/resolve-link.ts'
import { UsageError } from './usage-error.ts'

/**
 * From argv to settings. node:util does the splitting; its own messages run over several lines and speak of
 * its API, so it is asked for tokens and every refusal is worded here: one line, what was expected, what came.
 */

export interface Settings {
  /** Where to start; `undefined` stands for the bundled site. */
  readonly url: string | undefined
  readonly depth: number
  readonly concurrency: number
  readonly perHost: number
  /** Longest wait for one answer, in ms. */
  readonly timeout: number
  readonly retries: number
  readonly json: boolean
  readonly help: boolean
}

interface NumberRange {
  readonly least: number
  readonly most: number
}

const NUMBERS = {
  depth: { least: 0, most: 1_000_000 },
  concurrency: { least: 1, most: 1000 },
  'per-host': { least: 1, most: 1000 },
  timeout: { least: 1, most: 2 ** 31 - 1 },
  retries: { least: 0, most: 20 },
} satisfies Record<string, NumberRange>

type NumberOption = keyof typeof NUMBERS

const OPTIONS = {
  depth: { type: 'string' },
  concurrency: { type: 'string' },
  'per-host': { type: 'string' },
  timeout: { type: 'string' },
  retries: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

/** Throws UsageError for anything that is not understood. */
export function parseArguments(argv: readonly string[]): Settings {
  const { tokens } = parseArgs({
    args: [...argv],
    options: OPTIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const numbers: Partial<Record<NumberOption, number>> = {}
  const flags = { json: false, help: false }
  let url: string | undefined

  for (const token of tokens) {
    if (token.kind === 'positional') {
      if (url !== undefined) throw new UsageError(`expected one URL, got a second one: ${quote(token.value)}`)
      url = parseUrl(token.value)
    } else if (token.kind === 'option') {
      if (isNumberOption(token.name)) numbers[token.name] = parseNumber(token.name, token.value)
      else if (isFlag(token.name)) flags[token.name] = parseFlag(token.name, token.value)
      else throw new UsageError(`unknown option ${token.rawName}`)
    }
  }

  return {
    url,
    depth: numbers.depth ?? Number.POSITIVE_INFINITY,
    concurrency: numbers.concurrency ?? 32,
    perHost: numbers['per-host'] ?? 8,
    // The bundled site's slowest good page takes 3 s: 4 s tells it from the one that never answers.
    timeout: numbers.timeout ?? (url === undefined ? 4000 : 10_000),
    retries: numbers.retries ?? 2,
    ...flags,
  }
}

function isNumberOption(name: string): name is NumberOption {
  return Object.hasOwn(NUMBERS, name)
}

function isFlag(name: string): name is 'json' | 'help' {
  return name === 'json' || name === 'help'
}

function parseFlag(name: string, value: string | undefined): boolean {
  if (value !== undefined) throw new UsageError(`--${name} takes no value, got ${quote(value)}`)
  return true
}

function parseNumber(name: NumberOption, value: string | undefined): number {
  const { least, most } = NUMBERS[name]
  if (value === undefined)
    throw new UsageError(`--${name} needs a value: a whole number from ${least} to ${most}`)
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN
  if (!(number >= least && number <= most)) {
    throw new UsageError(`--${name} must be a whole number from ${least} to ${most}, got ${quote(value)}`)
  }
  return number
}

function parseUrl(text: string): string {
  if (!URL.canParse(text)) throw new UsageError(`not a valid URL: ${quote(text)}${hintFor(text)}`)
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new UsageError(`expected an http or https URL, got ${quote(text)}${hintFor(text)}`)
  }
  return normalizeUrl(url)
}

/** Most who leave out the scheme have typed a host name, or a port of their own machine. */
function hintFor(text: string): string {
  const host = /^([\w-]+(?:\.[\w-]+)*)(:\d+)?(\/|$)/.exec(text)
  if (host === null || !(host[1]?.includes('.') || host[2])) return ''
  return `; did you mean ${host[2] ? 'http' : 'https'}://${text}?`
}

/** On one line, whatever was typed. */
function quote(text: string): string {
  return JSON.stringify(text)
}
