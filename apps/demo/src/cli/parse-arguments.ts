import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { AddressFilter } from '../crawl/address-filter.ts'
import type { StatusRange } from '../crawl/limits.ts'
import { readConfig } from './config-file.ts'
import { parseHeader, parseRedis, parseStatuses, parseText } from './option-values.ts'
import { parseStart, quote } from './parse-start.ts'
import { UsageError } from './usage-error.ts'

/**
 * From argv to settings.
 *
 * node:util splits the arguments. Its own messages take several lines and name its API, so it only returns
 * tokens, and every refusal is worded here: one line with what was expected and what came.
 */

export interface Settings extends AddressFilter {
  /** Where to start: http addresses and files. None means the bundled site. */
  readonly starts: readonly string[]
  readonly depth: number
  readonly concurrency: number
  readonly perHost: number
  /** The longest wait for one answer, in ms. */
  readonly timeout: number
  readonly retries: number
  /** The most requests a second to one host. */
  readonly rate: number
  readonly robots: boolean
  /** Headers for the sites of `starts`. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly userAgent: string | undefined
  /** Accepts any certificate. */
  readonly insecure: boolean
  readonly accept: readonly StatusRange[]
  /** The most addresses of the sites of `starts` to ask for. */
  readonly maxPages: number
  /** The file that remembers good answers, and for how many ms they count. */
  readonly cache: string | undefined
  readonly cacheAge: number
  /** The Redis through which many processes make the requests, and how many. */
  readonly redis: string | undefined
  readonly workers: number
  /** The port of the event feed. */
  readonly listen: number | undefined
  /** The port of the bundled site. If it is set, nothing is checked. */
  readonly serve: number | undefined
  /** The files to write. */
  readonly report: string | undefined
  readonly junit: string | undefined
  /** The file to resume from. The state is saved there on interruption, and every `stateEvery` ms. */
  readonly state: string | undefined
  readonly stateEvery: number
  readonly json: boolean
  /** Opens the console of @acoro/console, and says where. */
  readonly console: boolean
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
  'max-pages': { least: 1, most: 1_000_000_000 },
  'cache-age': { least: 1, most: 100_000 },
  workers: { least: 1, most: 100 },
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
  header: { type: 'string' },
  'user-agent': { type: 'string' },
  accept: { type: 'string' },
  'max-pages': { type: 'string' },
  cache: { type: 'string' },
  'cache-age': { type: 'string' },
  redis: { type: 'string' },
  workers: { type: 'string' },
  insecure: { type: 'boolean' },
  'ignore-robots': { type: 'boolean' },
  json: { type: 'boolean' },
  console: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

const FILES = ['report', 'junit', 'state', 'config', 'cache'] as const
const FLAGS = ['json', 'console', 'help', 'ignore-robots', 'insecure'] as const

type FileOption = (typeof FILES)[number]
type Flag = (typeof FLAGS)[number]

interface Given {
  readonly starts: string[]
  readonly headers: (readonly [name: string, value: string])[]
  readonly accept: StatusRange[]
  userAgent?: string
  redis?: string
  readonly numbers: Partial<Record<NumberOption, number>>
  readonly files: Partial<Record<FileOption, string>>
  readonly flags: Partial<Record<Flag, boolean>>
  readonly patterns: { readonly include: RegExp[]; readonly exclude: RegExp[] }
}

/**
 * Parses the arguments and the file of `--config`. Throws UsageError for anything that it does not
 * understand.
 */
export function parseArguments(argv: readonly string[]): Settings {
  const given = parseTokens(argv)
  if (given.files.config === undefined) return settingsOf(given)
  const config = readConfig(given.files.config)
  let file: Given
  try {
    file = parseTokens([...config.argv, '--', ...config.urls])
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw new UsageError(`in ${given.files.config}: ${error.message}`)
  }
  return settingsOf({
    starts: given.starts.length > 0 ? given.starts : file.starts,
    headers: [...file.headers, ...given.headers],
    accept: [...file.accept, ...given.accept],
    ...(file.userAgent !== undefined && { userAgent: file.userAgent }),
    ...(given.userAgent !== undefined && { userAgent: given.userAgent }),
    ...(file.redis !== undefined && { redis: file.redis }),
    ...(given.redis !== undefined && { redis: given.redis }),
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
  const given: Given = {
    starts: [],
    headers: [],
    accept: [],
    numbers: {},
    files: {},
    flags: {},
    patterns: { include: [], exclude: [] },
  }
  for (const token of parseArgs(options).tokens) {
    if (token.kind === 'positional') {
      const start = parseStart(token.value)
      if (!given.starts.includes(start)) given.starts.push(start)
    } else if (token.kind === 'option') {
      const { name, value } = token
      if (isNumberOption(name)) given.numbers[name] = parseNumber(name, value)
      else if (isOneOf(FLAGS, name)) given.flags[name] = parseFlag(name, value)
      else if (isOneOf(FILES, name)) given.files[name] = parseFile(name, value)
      else if (name === 'include' || name === 'exclude') given.patterns[name].push(parsePattern(name, value))
      else if (name === 'header') given.headers.push(parseHeader(value))
      else if (name === 'accept') given.accept.push(...parseStatuses(value))
      else if (name === 'user-agent') given.userAgent = parseText(name, value)
      else if (name === 'redis') given.redis = parseRedis(value)
      else throw new UsageError(`unknown option ${token.rawName}`)
    }
  }
  return given
}

function settingsOf(given: Given): Settings {
  const { starts, numbers, files, flags, patterns } = given
  if (files.state !== undefined && starts.length === 0)
    throw new UsageError('--state needs a URL: the bundled site is a new one at every run')
  if (files.state !== undefined && starts.some((start) => start.startsWith('file:')))
    throw new UsageError('--state needs URLs only: files are read anew at every run')
  if (numbers['state-every'] !== undefined && files.state === undefined)
    throw new UsageError('--state-every needs --state: the name of the file to save to')
  if (numbers['cache-age'] !== undefined && files.cache === undefined)
    throw new UsageError('--cache-age needs --cache: the name of the file to remember answers in')
  if (numbers.serve !== undefined && starts[0] !== undefined)
    throw new UsageError(`--serve takes no URL, as it serves the bundled site; got ${quote(starts[0])}`)
  if (numbers.workers !== undefined && given.redis === undefined)
    throw new UsageError('--workers needs --redis: the address through which the processes work together')
  refuseSameFile(files)
  return {
    starts,
    depth: numbers.depth ?? Number.POSITIVE_INFINITY,
    concurrency: numbers.concurrency ?? 32,
    perHost: numbers['per-host'] ?? 8,
    // The slowest good page of the bundled site takes 3 s. 4 s tell it from the page that never answers.
    timeout: numbers.timeout ?? (starts.length === 0 ? 4000 : 10_000),
    retries: numbers.retries ?? 2,
    rate: numbers.rate ?? Number.POSITIVE_INFINITY,
    robots: flags['ignore-robots'] !== true,
    headers: given.headers,
    userAgent: given.userAgent,
    insecure: flags.insecure ?? false,
    accept: given.accept,
    maxPages: numbers['max-pages'] ?? Number.POSITIVE_INFINITY,
    cache: files.cache,
    cacheAge: 3_600_000 * (numbers['cache-age'] ?? 24),
    redis: given.redis,
    workers: numbers.workers ?? 4,
    listen: numbers.listen,
    serve: numbers.serve,
    report: files.report,
    junit: files.junit,
    state: files.state,
    stateEvery: 1000 * (numbers['state-every'] ?? 30),
    ...patterns,
    json: flags.json ?? false,
    console: flags.console ?? false,
    help: flags.help ?? false,
  }
}

/** Refuses two files of one name: the second one would replace the first. */
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
  // `--state --json`: the name is missing.
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
