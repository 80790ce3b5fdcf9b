import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { AddressFilter } from '../crawl/address-filter.ts'
import { normalizeUrl } from '../link/resolve-link.ts'
import { readConfig } from './config-file.ts'
import { UsageError } from './usage-error.ts'

/**
 * From argv to settings. node:util does the splitting; its own messages run over several lines and speak of
 * its API, so it is asked for tokens and every refusal is worded here: one line, what was expected, what came.
 */

export interface Settings extends AddressFilter {
  /** Where to start; `undefined` stands for the bundled site. */
  readonly url: string | undefined
  readonly depth: number
  readonly concurrency: number
  readonly perHost: number
  /** Longest wait for one answer, in ms. */
  readonly timeout: number
  readonly retries: number
  /** Requests a second to one host. */
  readonly rate: number
  readonly robots: boolean
  /** The port of the event feed. */
  readonly listen: number | undefined
  /** The port to serve the bundled site on, instead of checking anything. */
  readonly serve: number | undefined
  /** Files to write. */
  readonly report: string | undefined
  readonly junit: string | undefined
  /** The file to go on from, and to save to when interrupted, and each so many ms. */
  readonly state: string | undefined
  readonly stateEvery: number
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
  rate: { least: 1, most: 100_000 },
  listen: { least: 0, most: 65_535 },
  serve: { least: 0, most: 65_535 },
  'state-every': { least: 1, most: 86_400 },
} satisfies Record<string, NumberRange>

type NumberOption = keyof typeof NUMBERS

const OPTIONS = {
  depth: { type: 'string' },
  concurrency: { type: 'string' },
  'per-host': { type: 'string' },
  timeout: { type: 'string' },
  retries: { type: 'string' },
  rate: { type: 'string' },
  listen: { type: 'string' },
  serve: { type: 'string' },
  include: { type: 'string' },
  exclude: { type: 'string' },
  report: { type: 'string' },
  junit: { type: 'string' },
  state: { type: 'string' },
  'state-every': { type: 'string' },
  config: { type: 'string' },
  'ignore-robots': { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

const FILES = ['report', 'junit', 'state', 'config'] as const
const FLAGS = ['json', 'help', 'ignore-robots'] as const

type FileOption = (typeof FILES)[number]
type Flag = (typeof FLAGS)[number]

interface Given {
  url?: string
  readonly numbers: Partial<Record<NumberOption, number>>
  readonly files: Partial<Record<FileOption, string>>
  readonly flags: Partial<Record<Flag, boolean>>
  readonly patterns: { readonly include: RegExp[]; readonly exclude: RegExp[] }
}

/** Throws UsageError for anything that is not understood. Reads the file of `--config`. */
export function parseArguments(argv: readonly string[]): Settings {
  const given = parseTokens(argv)
  if (given.files.config === undefined) return settingsOf(given)
  const config = readConfig(given.files.config)
  let file: Given
  try {
    file = parseTokens(config.url === undefined ? config.argv : [...config.argv, '--', config.url])
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw new UsageError(`in ${given.files.config}: ${error.message}`)
  }
  const url = given.url ?? file.url
  return settingsOf({
    ...(url === undefined ? {} : { url }),
    numbers: { ...file.numbers, ...given.numbers },
    files: { ...file.files, ...given.files },
    flags: { ...file.flags, ...given.flags },
    patterns: {
      include: [...file.patterns.include, ...given.patterns.include],
      exclude: [...file.patterns.exclude, ...given.patterns.exclude],
    },
  })
}

function parseTokens(argv: readonly string[]): Given {
  const options = {
    args: [...argv],
    options: OPTIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  } as const
  const given: Given = { numbers: {}, files: {}, flags: {}, patterns: { include: [], exclude: [] } }
  for (const token of parseArgs(options).tokens) {
    if (token.kind === 'positional') {
      if (given.url !== undefined)
        throw new UsageError(`expected one URL, got a second one: ${quote(token.value)}`)
      given.url = parseUrl(token.value)
    } else if (token.kind === 'option') {
      const { name, value } = token
      if (isNumberOption(name)) given.numbers[name] = parseNumber(name, value)
      else if (isOneOf(FLAGS, name)) given.flags[name] = parseFlag(name, value)
      else if (isOneOf(FILES, name)) given.files[name] = parseFile(name, value)
      else if (name === 'include' || name === 'exclude') given.patterns[name].push(parsePattern(name, value))
      else throw new UsageError(`unknown option ${token.rawName}`)
    }
  }
  return given
}

function settingsOf({ url, numbers, files, flags, patterns }: Given): Settings {
  if (files.state !== undefined && url === undefined)
    throw new UsageError('--state needs a URL: the bundled site is a new one at every run')
  if (numbers['state-every'] !== undefined && files.state === undefined)
    throw new UsageError('--state-every needs --state: the name of the file to save to')
  if (numbers.serve !== undefined && url !== undefined)
    throw new UsageError(`--serve takes no URL, as it serves the bundled site; got ${quote(url)}`)
  refuseSameFile(files)
  return {
    url,
    depth: numbers.depth ?? Number.POSITIVE_INFINITY,
    concurrency: numbers.concurrency ?? 32,
    perHost: numbers['per-host'] ?? 8,
    // The bundled site's slowest good page takes 3 s: 4 s tells it from the one that never answers.
    timeout: numbers.timeout ?? (url === undefined ? 4000 : 10_000),
    retries: numbers.retries ?? 2,
    rate: numbers.rate ?? Number.POSITIVE_INFINITY,
    robots: flags['ignore-robots'] !== true,
    listen: numbers.listen,
    serve: numbers.serve,
    report: files.report,
    junit: files.junit,
    state: files.state,
    stateEvery: 1000 * (numbers['state-every'] ?? 30),
    ...patterns,
    json: flags.json ?? false,
    help: flags.help ?? false,
  }
}

/** Two files of one name: the later one would take the place of the other. */
function refuseSameFile(files: Given['files']): void {
  const owners = new Map<string, string>()
  for (const [option, path] of Object.entries(files)) {
    const owner = owners.get(resolve(path))
    if (owner !== undefined)
      throw new UsageError(`--${owner} and --${option} name the same file: ${quote(path)}`)
    owners.set(resolve(path), option)
  }
}

function isNumberOption(name: string): name is NumberOption {
  return Object.hasOwn(NUMBERS, name)
}

function isOneOf<Name extends string>(names: readonly Name[], name: string): name is Name {
  return names.some((each) => each === name)
}

function parseFile(name: FileOption, value: string | undefined): string {
  if (value === undefined || value === '') throw new UsageError(`--${name} needs a value: the name of a file`)
  // `--state --json`: the name was left out.
  if (value.startsWith('--')) throw new UsageError(`--${name} needs the name of a file, got ${quote(value)}`)
  return value
}

function parsePattern(name: string, value: string | undefined): RegExp {
  if (value === undefined || value === '')
    throw new UsageError(`--${name} needs a value: a regular expression to match addresses with`)
  try {
    return new RegExp(value, 'u')
  } catch {
    throw new UsageError(`--${name} must be a regular expression, got ${quote(value)}`)
  }
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
