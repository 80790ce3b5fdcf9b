/**
 * The command line of `acoro-worker`.
 *
 * Everybody on a machine can read the command lines of its processes. So an address with a password is
 * refused there, and taken from the environment.
 */

import { parseArgs } from 'node:util'
import { checkProfile } from '../base/profile.ts'
import type { WorkerOptions } from '../worker/options.ts'

export const USAGE = `Usage: acoro-worker <module> [options]

Runs the jobs of a module that exports what defineJobs() returned.
The address of Redis is that of REDIS_URL, or --redis if it has no password.

  --redis <address>     redis://127.0.0.1:6379
  --queue <name>        jobs
  --prefix <text>       {acoro}
  --concurrency <n>     how many jobs run at a time; 10
  --profile <name>      the times of locks: steady or quick; steady
  --grace-period <ms>   how long jobs may go on after SIGTERM; 30000
  --export <name>       the export of the module; by default the one that has jobs
  --help`

/** What the command line asks for. */
export interface WorkerCommand {
  readonly module: string
  readonly exportName: string | undefined
  readonly options: WorkerOptions
}

/** A mistake on the command line: its message is for the user. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Reads the command line; null if help is asked for. UsageError for what is wrong with it. */
export function parseCommand(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): WorkerCommand | null {
  const text = { type: 'string' } as const
  let parsed: { values: Record<string, string | boolean | undefined>; positionals: string[] }
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...{ redis: text, queue: text, prefix: text, concurrency: text, profile: text, export: text },
        'grace-period': text,
        help: { type: 'boolean' },
      },
    })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
  const { values, positionals } = parsed
  if (values.help === true) return null
  const [module, ...others] = positionals
  if (module === undefined || others.length > 0) {
    throw new UsageError(`Expected one module with jobs, got ${positionals.length}`)
  }
  const { queue, prefix, profile, concurrency } = values as Record<string, string | undefined>
  if (profile !== undefined && profile !== 'steady' && profile !== 'quick')
    checkWith(checkProfile, profile, '--profile')
  return {
    module,
    exportName: values.export as string | undefined,
    options: {
      connection: addressFrom(values.redis as string | undefined, env.REDIS_URL),
      ...(queue !== undefined && { queue }),
      ...(prefix !== undefined && { prefix }),
      ...(profile !== undefined && { profile: profile as 'steady' | 'quick' }),
      ...(concurrency !== undefined && { concurrency: numberFrom(concurrency, '--concurrency') }),
      ...(values['grace-period'] !== undefined && {
        gracePeriod: numberFrom(String(values['grace-period']), '--grace-period'),
      }),
    },
  }
}

function addressFrom(given: string | undefined, fromEnvironment: string | undefined): string {
  if (given === undefined) return fromEnvironment ?? 'redis://127.0.0.1:6379'
  if (URL.canParse(given) && new URL(given).password !== '') {
    throw new UsageError(
      'Expected --redis without a password, which others could read in the list of processes: set REDIS_URL instead',
    )
  }
  return given
}

function numberFrom(text: string, what: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  throw new UsageError(`Expected ${what} as a whole number, got ${JSON.stringify(text)}`)
}

function checkWith(check: (value: unknown, what: string) => void, value: unknown, what: string): void {
  try {
    check(value, what)
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}
