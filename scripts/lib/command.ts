// Runs a command and keeps quiet about it: what it printed is shown only when it fails. Each has a process
// group of its own, so that whatever it started ends with it: after the time limit, which a test that spins
// would otherwise exceed for ever, and on Ctrl-C.

import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { root } from './workspace.ts'

export class CommandFailed extends Error {
  readonly output: string

  constructor(message: string, output: string) {
    super(message)
    this.name = 'CommandFailed'
    this.output = output
  }
}

export interface CommandOptions {
  cwd?: string
  env?: Record<string, string>
  /** It is killed after so many minutes. By default longer than any step takes on a slow machine. */
  minutes?: number
  /** It is killed when it and what it started hold more than so many MB together. */
  megabytes?: number
}

const running = new Set<ChildProcess>()

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    running.forEach(kill)
    process.exit(130)
  })
}

function kill({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // It has just ended by itself.
  }
}

/** Calls `tooMuch` once the process group holds more than `megabytes`; returns what ends the watch. */
function watchMemory(pid: number, megabytes: number, tooMuch: () => void): () => void {
  const timer = setInterval(() => {
    execFile('ps', ['-eo', 'pgid=,rss='], (_error, output) => {
      const sizes = output.split('\n').map((line) => line.trim().split(/ +/).map(Number))
      const kilobytes = sizes.reduce((sum, [group, size]) => sum + (group === pid ? (size as number) : 0), 0)
      if (kilobytes > megabytes * 1024) tooMuch()
    })
  }, 1000)
  return () => clearInterval(timer)
}

/** Returns what the command printed; rejects with CommandFailed if its exit code is not 0. */
export function command(program: string, args: string[], options: CommandOptions = {}): Promise<string> {
  const { minutes = 15, megabytes = Infinity } = options
  const path = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter)
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', NO_COLOR: '1', ...options.env, PATH: path },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    running.add(child)
    let killedFor: string | undefined
    const end = (reason: string): void => {
      killedFor ??= reason
      kill(child)
    }
    const limit = setTimeout(() => end(`not done after ${minutes} minutes`), minutes * 60_000)
    const unwatch =
      child.pid === undefined || megabytes === Infinity
        ? () => {}
        : watchMemory(child.pid, megabytes, () => end(`it took more than ${megabytes} MB of memory`))
    let output = ''
    const collect = (chunk: Buffer): void => {
      output += chunk.toString()
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    const ended = (): void => {
      clearTimeout(limit)
      unwatch()
    }
    child.on('error', (error) => {
      ended()
      reject(error)
    })
    child.on('close', (code, signal) => {
      ended()
      running.delete(child)
      if (code === 0) return resolve(output)
      const how = killedFor ?? signal ?? `exit code ${code}`
      reject(new CommandFailed(`${[program, ...args].join(' ')}: ${how}`, output))
    })
  })
}

/** pnpm itself, the one that runs this script. */
export function pnpm(args: string[], options?: CommandOptions): Promise<string> {
  const own = process.env.npm_execpath
  return own?.includes('pnpm')
    ? command(process.execPath, [own, ...args], options)
    : command('pnpm', args, options)
}

/**
 * Goes through all of them, `atOnce` at a time, and only then fails, with what every one that failed printed.
 */
export async function each<T>(
  items: Iterable<T>,
  run: (item: T) => Promise<unknown>,
  atOnce = 1,
): Promise<void> {
  const failures: CommandFailed[] = []
  const waiting = [...items]
  const lane = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      try {
        await run(item)
      } catch (error) {
        if (!(error instanceof CommandFailed)) throw error
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  if (failures.length === 0) return
  const joined = (key: 'message' | 'output'): string => failures.map((failure) => failure[key]).join('\n')
  throw new CommandFailed(joined('message'), joined('output'))
}
