/** The options of a console, and what the environment says. */

import { checkOptions, describeValue, type OptionKinds } from '@acoro/core/lowlevel'
import { ConsoleError } from '../base/console-error.ts'
import type { Allowed } from '../protocol/state.ts'

/** Everything that shows values of the program, or changes it, is off by default. */
export interface ConsoleOptions {
  /** The port; a free one by default. */
  port?: number | undefined
  /**
   * The address to listen at; `127.0.0.1` by default. At another one everybody who can reach it can try the
   * token, and reads what is sent: there is no encryption.
   */
  host?: string | undefined
  /** Names besides `127.0.0.1` and `localhost` under which the page may be opened, without a port. */
  hostNames?: readonly string[] | undefined
  /** Viewers may cancel tasks. */
  cancel?: boolean | undefined
  /** Viewers may read the lines of source around those at which tasks stand. */
  source?: boolean | undefined
  /** Viewers may read the context variables of tasks, which may hold secrets. */
  contextVariables?: boolean | undefined
  /** A step of more than so many ms is a block; 200 by default. */
  blockedAfter?: number | undefined
  /** Keeps the last so many MiB of a recording from the beginning; 0, so none, by default. */
  record?: number | undefined
  /** A block of more than so many ms has the recording saved; 5000 by default. */
  saveAfter?: number | undefined
  /** The folder into which recordings are saved; the working directory by default. */
  recordInto?: string | undefined
}

/** The most MiB that are kept: more cannot be opened. */
const MOST_RECORD = 200
/** The MiB that `ACORO_CONSOLE=record` keeps. */
const USUAL_RECORD = 8
const MEBIBYTE: number = 1024 * 1024

const KINDS: OptionKinds = {
  port: (port: unknown, name: string) => {
    if (Number.isInteger(port) && (port as number) >= 0 && (port as number) <= 65_535) return
    throw new RangeError(`Expected ${name} to be a port from 0 to 65535, got ${String(port)}`)
  },
  host: 'string',
  hostNames: (names: unknown, name: string) => {
    if (Array.isArray(names) && names.every((each) => typeof each === 'string')) return
    throw new TypeError(`Expected ${name} to be a list of names`)
  },
  cancel: 'boolean',
  source: 'boolean',
  contextVariables: 'boolean',
  blockedAfter: 'milliseconds',
  record: (most: unknown, name: string) => {
    if (typeof most === 'number' && most >= 0 && most <= MOST_RECORD) return
    throw new RangeError(`Expected ${name} to be from 0 to ${MOST_RECORD} MiB, got ${describeValue(most)}`)
  },
  saveAfter: 'milliseconds',
  recordInto: 'string',
}

/** Options with their defaults. */
export interface Settings {
  readonly port: number
  readonly host: string
  readonly hostNames: readonly string[]
  readonly blockedAfter: number
  /** Bytes. */
  readonly record: number
  readonly saveAfter: number
  readonly recordInto: string
  readonly allowed: Allowed
}

/** TypeError or RangeError for an option that is wrong. */
export function settingsOf(options: ConsoleOptions): Settings {
  checkOptions(options, 'serveConsole()', KINDS)
  const { port = 0, host = '127.0.0.1', hostNames = [], blockedAfter = 200 } = options
  const { cancel = false, source = false, contextVariables = false } = options
  const { record = 0, saveAfter = 5000, recordInto = process.cwd() } = options
  const allowed = { cancel, source, contextVariables, locals: false }
  return { port, host, hostNames, blockedAfter, record: record * MEBIBYTE, saveAfter, recordInto, allowed }
}

/** The options of a console that was started by `--import`. ConsoleError for a word that is not known. */
export function optionsOf(env: NodeJS.ProcessEnv): ConsoleOptions {
  const allow = (env.ACORO_CONSOLE_ALLOW ?? '').split(',').filter((word) => word !== '')
  const words = ['cancel', 'source', 'contextVariables']
  const unknown = allow.find((word) => !words.includes(word))
  if (unknown !== undefined) {
    throw new ConsoleError(
      `Expected ACORO_CONSOLE_ALLOW to list some of ${words.join(', ')}, got '${unknown}'`,
    )
  }
  const options: ConsoleOptions = Object.fromEntries(allow.map((word) => [word, true]))
  const { ACORO_CONSOLE: mode = '', ACORO_CONSOLE_PORT: port, ACORO_CONSOLE_RECORD_MIB: record } = env
  if (!['', 'on', 'record'].includes(mode)) {
    throw new ConsoleError(`Expected ACORO_CONSOLE to be on, off or record, got '${mode}'`)
  }
  if (port) options.port = Number(port)
  if (mode === 'record') options.record = record ? Number(record) : USUAL_RECORD
  if (env.ACORO_CONSOLE_RECORD_INTO) options.recordInto = env.ACORO_CONSOLE_RECORD_INTO
  return options
}
