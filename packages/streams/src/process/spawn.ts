/** Starting a child process: options, and errors that say what was missing. */

import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Suspension } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import { FileNotFoundError } from '../base/errors.ts'
import { platform } from '../base/platform.ts'
import { toOSError } from '../base/to-os-error.ts'

/** A pipe to this program, this program's own, nothing at all, or an open file. */
export type Stdio = 'pipe' | 'inherit' | 'ignore' | number

export interface SubprocessOptions {
  /** All three are this program's own unless given. */
  stdin?: Stdio | undefined
  stdout?: Stdio | undefined
  /** 'stdout' sends it where stdout goes. */
  stderr?: Stdio | 'stdout' | undefined
  cwd?: string | undefined
  env?: Readonly<Record<string, string | undefined>> | undefined
  /** Makes it the leader of a group of its own, which a Ctrl-C at the terminal does not reach. */
  detached?: boolean | undefined
  uid?: number | undefined
  gid?: number | undefined
}

/** What is to be started. */
export interface Command {
  readonly program: string
  readonly args: readonly string[]
  readonly options: SubprocessOptions
}

/** Refuses what cannot be started, before anything is. */
export function checkCommand(program: unknown, args: unknown, options: SubprocessOptions): Command {
  if (typeof program !== 'string' || program === '') {
    throw new TypeError(`Expected a program to run, a string, got ${describeValue(program)}`)
  }
  if (!Array.isArray(args) || args.some((arg) => typeof arg !== 'string')) {
    throw new TypeError(`Expected the arguments of ${program}, a list of strings, got ${describeValue(args)}`)
  }
  for (const name of ['stdin', 'stdout', 'stderr'] as const) checkStdio(name, options[name])
  for (const name of ['encoding', 'text', 'shell']) {
    if (name in options)
      throw new TypeError(`${name} is not an option here: pipes carry bytes, programs are run as they are`)
  }
  return { program, args: args as string[], options }
}

/** A running child. Cancelled before it runs, it is killed. FileNotFoundError where there is no such program. */
export function* start({ program, args, options }: Command): Generator<Suspension, ChildProcess, unknown> {
  const stdio = [options.stdin ?? 'inherit', options.stdout ?? 'inherit', options.stderr ?? 'inherit']
  let command = [program, ...args]
  if (options.stderr === 'stdout') {
    // Node cannot give one pipe to two descriptors; a shell can, and then becomes the program.
    checkExists(program, options)
    command = ['/bin/sh', '-c', 'exec "$0" "$@" 2>&1', ...command]
    stdio[2] = 'inherit'
  }
  const { cwd, env, detached, uid, gid } = options
  const given = Object.entries({ cwd, env, detached, uid, gid }).filter(([, value]) => value !== undefined)
  const spawnOptions = { ...Object.fromEntries(given), stdio } as SpawnOptions
  return yield* platform<ChildProcess>(`start of ${program}`, (resolve, reject) => {
    const child = spawn(command[0]!, command.slice(1), spawnOptions)
    child.once('error', (error) => reject(explain(error, program, options)))
    child.once('spawn', () => resolve(child))
    return () => {
      child.kill('SIGKILL')
      for (const stream of child.stdio) stream?.destroy()
    }
  })
}

function explain(error: Error, program: string, { cwd }: SubprocessOptions): Error {
  if (cwd !== undefined && !existsSync(cwd)) {
    return new FileNotFoundError(`Could not run ${program} in ${cwd}: there is no such directory`, {
      cause: error,
      code: 'ENOENT',
      address: cwd,
    })
  }
  return toOSError(error, `run ${program}`, program)
}

function checkExists(program: string, { cwd, env = process.env }: SubprocessOptions): void {
  const places = program.includes('/') ? [cwd ?? ''] : (env.PATH ?? '').split(delimiter)
  if (places.some((place) => isExecutable(join(place, program)) || isExecutable(program))) return
  throw new FileNotFoundError(`Could not run ${program}: there is no such program`, {
    code: 'ENOENT',
    address: program,
  })
}

function isExecutable(path: string): boolean {
  if (!path.includes('/')) return false
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function checkStdio(name: string, value: unknown): void {
  if (value === undefined || value === 'pipe' || value === 'inherit' || value === 'ignore') return
  if (name === 'stderr' && value === 'stdout') return
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return
  const kinds = `'pipe', 'inherit', 'ignore'${name === 'stderr' ? ", 'stdout'" : ''} or a file descriptor`
  throw new TypeError(`Expected ${name} to be ${kinds}, got ${describeValue(value)}`)
}
