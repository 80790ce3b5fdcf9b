/** Starts a child process. Checks the options, and says what was wrong if it cannot be started. */

import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import type { Suspension } from '@acoro/core'
import { checkOptions, describeValue, type OptionKinds } from '@acoro/core/lowlevel'
import { FileNotFoundError, OSError } from '../base/errors.ts'
import { platform } from '../base/platform.ts'
import { toOSError } from '../base/to-os-error.ts'
import { findProgram } from './find-program.ts'

/**
 * A pipe to this program, this program's own, nothing, or an open file. As everywhere in Node, a pipe is a
 * pair of sockets. A program that opens `/dev/stdout` again cannot do that with one: run it as `program |
 * cat` in a shell.
 */
export type Stdio = 'pipe' | 'inherit' | 'ignore' | number

export interface SubprocessOptions {
  /** Each is this program's own unless given. */
  stdin?: Stdio | undefined
  stdout?: Stdio | undefined
  /** 'stdout' sends it where stdout goes. */
  stderr?: Stdio | 'stdout' | undefined
  /** More file descriptors to pass on, under the numbers they have here. asyncio: `pass_fds`. */
  passFds?: readonly number[] | undefined
  cwd?: string | undefined
  env?: Readonly<Record<string, string | undefined>> | undefined
  /** Makes it the leader of its own process group, which Ctrl-C at the terminal does not reach. */
  detached?: boolean | undefined
  uid?: number | undefined
  gid?: number | undefined
}

const kinds: OptionKinds = {
  stdin: checkStdio,
  stdout: checkStdio,
  stderr: (value, what) => {
    if (value !== 'stdout') checkStdio(value, what)
  },
  passFds: checkFds,
  cwd: checkText,
  env: checkEnvironment,
  detached: 'boolean',
  uid: 'count',
  gid: 'count',
}

/** What to start. */
export interface Command {
  readonly program: string
  readonly args: readonly string[]
  readonly options: SubprocessOptions
}

/** Throws TypeError or RangeError for what cannot be started. `more` are options of `where` itself. */
export function checkCommand(
  program: unknown,
  args: unknown,
  options: SubprocessOptions,
  where: string,
  more: OptionKinds = {},
): Command {
  if (typeof program !== 'string' || program === '') {
    throw new TypeError(`Expected a program to run, a string, got ${describeValue(program)}`)
  }
  checkText(program, 'the program to run')
  if (!Array.isArray(args) || args.some((arg) => typeof arg !== 'string')) {
    throw new TypeError(`Expected the arguments of ${program}, a list of strings, got ${describeValue(args)}`)
  }
  for (const arg of args) checkText(arg, `an argument of ${program}`)
  checkOptions(options, where, { ...kinds, ...more })
  for (const name of ['encoding', 'text', 'shell']) {
    if (name in options)
      throw new TypeError(`${name} is not an option here: pipes carry bytes, programs are run as they are`)
  }
  return { program, args: args as string[], options }
}

/**
 * Starts a process. If it is cancelled before the process runs, the process is killed. FileNotFoundError if
 * there is no such program.
 */
export function* start({ program, args, options }: Command): Generator<Suspension, ChildProcess, unknown> {
  const { cwd, env, detached, uid, gid, stderr } = options
  const stdio = stdioOf(options)
  let command = [program, ...args]
  if (stderr === 'stdout' && options.stdout === 'pipe') {
    // Node cannot give one pipe to two descriptors. A shell can, and then becomes the program.
    checkDirectory(program, cwd)
    command = ['/bin/sh', '-c', 'exec "$0" "$@" 2>&1', findProgram(program, cwd, env), ...args]
  }
  const given = Object.entries({ cwd, env, detached, uid, gid }).filter(([, value]) => value !== undefined)
  const spawnOptions = { ...Object.fromEntries(given), stdio } as SpawnOptions
  return yield* platform<ChildProcess>(`start of ${program}`, (resolve, reject) => {
    let child: ChildProcess
    try {
      child = spawn(command[0]!, command.slice(1), spawnOptions)
    } catch (error) {
      throw explain(error, program, cwd)
    }
    child.on('error', (error) => reject(explain(error, program, cwd)))
    child.once('spawn', () => resolve(child))
    return () => {
      child.kill('SIGKILL')
      // If there was no descriptor left for a pipe, there are no streams at all.
      for (const stream of child.stdio ?? []) stream?.destroy()
    }
  })
}

function stdioOf({ stdin, stdout, stderr, passFds = [] }: SubprocessOptions): (Stdio | 'ignore')[] {
  const stdio: Stdio[] = [stdin ?? 'inherit', stdout ?? 'inherit', 'inherit']
  if (stderr !== 'stdout') stdio[2] = stderr ?? 'inherit'
  else if (stdio[1] !== 'pipe') stdio[2] = stdio[1] === 'inherit' ? 1 : stdio[1]!
  for (const fd of passFds) {
    while (stdio.length < fd) stdio.push('ignore')
    stdio[fd] = fd
  }
  return stdio
}

function explain(error: unknown, program: string, cwd: string | undefined): Error {
  if (error instanceof TypeError) return error
  try {
    checkDirectory(program, cwd)
  } catch (reason) {
    return Object.assign(reason as Error, { cause: error })
  }
  return toOSError(error, `run ${program}`, program)
}

/** The platform reports a missing directory as a missing program. */
function checkDirectory(program: string, cwd: string | undefined): void {
  if (cwd === undefined) return
  const place = statSync(cwd, { throwIfNoEntry: false })
  const failed = `Could not run ${program} in ${cwd}`
  if (place === undefined) {
    throw new FileNotFoundError(`${failed}: there is no such directory`, { code: 'ENOENT', address: cwd })
  }
  if (!place.isDirectory()) {
    throw new OSError(`${failed}: it is no directory`, { code: 'ENOTDIR', address: cwd })
  }
}

function checkStdio(value: unknown, what: string): void {
  if (value === 'pipe' || value === 'inherit' || value === 'ignore') return
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return
  const more = what.startsWith('the option stderr ') ? ", 'stdout'" : ''
  throw new TypeError(
    `Expected ${what} to be 'pipe', 'inherit', 'ignore'${more} or a file descriptor, got ${describeValue(value)}`,
  )
}

function checkFds(value: unknown, what: string): void {
  if (Array.isArray(value) && value.every((fd) => Number.isInteger(fd) && fd >= 3)) return
  throw new TypeError(`Expected ${what} to be a list of file descriptors from 3, got ${describeValue(value)}`)
}

/** The platform ends a string at NUL. */
function checkText(value: unknown, what: string): void {
  if (typeof value !== 'string') {
    throw new TypeError(`Expected ${what} to be a string, got ${describeValue(value)}`)
  }
  if (value.includes('\0')) throw new RangeError(`Expected ${what} without NUL, got ${describeValue(value)}`)
}

function checkEnvironment(value: unknown, what: string): void {
  if (typeof value !== 'object' || value === null) {
    throw new TypeError(`Expected ${what} to be an object of strings, got ${describeValue(value)}`)
  }
  for (const [name, text] of Object.entries(value)) {
    if (text !== undefined) checkText(text, `${name} in ${what}`)
  }
}
