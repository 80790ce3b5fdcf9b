/**
 * Child processes as coroutines: their pipes are readers and a writer, their end is awaited.
 *
 * A child that fills a pipe nobody reads stops, and whoever waits for its end then waits for ever. `communicate` feeds
 * and reads all pipes at once, so it cannot come to that.
 */

import {
  type AsyncContextManager,
  type Awaitable,
  type Coroutine,
  coroutine,
  isCancelledError,
  type Suspension,
} from '@acoro/core'
import { creationPlace, Operation, Ready } from '@acoro/core/lowlevel'
import { communicate, type Output } from './communicate.ts'
import { ProcessStreams } from './process-streams.ts'
import { ProcessTransport } from './process-transport.ts'
import type { SubprocessProtocol } from './protocol.ts'
import { type Command, checkCommand, type SubprocessOptions, start } from './spawn.ts'
import { checkLimit, type StreamReader } from './stream-reader.ts'
import type { StreamWriter } from './stream-writer.ts'
import type { SubprocessTransport } from './transport.ts'
import { rememberPlace } from './unclosed.ts'

export interface ProcessOptions extends SubprocessOptions {
  /** The limit of the readers of stdout and stderr in bytes; 64 KiB unless given. */
  limit?: number | undefined
}

/** A child process. Made by `createSubprocessExec` and `createSubprocessShell`. asyncio: `asyncio.subprocess.Process`. */
export class Process {
  readonly pid: number
  /** Where it has a pipe of that name, else null. */
  readonly stdin: StreamWriter | null
  readonly stdout: StreamReader | null
  readonly stderr: StreamReader | null
  readonly #transport: SubprocessTransport
  readonly #protocol: ProcessStreams

  /** @internal */
  constructor(transport: SubprocessTransport, protocol: ProcessStreams) {
    this.#transport = transport
    this.#protocol = protocol
    this.pid = transport.pid
    this.stdin = protocol.stdin
    this.stdout = protocol.readers.get(1) ?? null
    this.stderr = protocol.readers.get(2) ?? null
  }

  /** The exit code; minus the number of the signal that ended it; null while it runs. */
  get returncode(): number | null {
    return this.#transport.getReturncode()
  }

  /** Waits for its end and gives the exit code. With a pipe nobody reads that may never come: see `communicate`. */
  wait(): Coroutine<number> {
    return new Exit(this.wait, this.#transport, this.#protocol)
  }

  /**
   * Sends `input` and ends the input, reads all output, waits for the end, and gives what came: null for
   * what is no pipe. That the child does not read its input is no error.
   */
  communicate(input?: Uint8Array | string): Coroutine<Output> {
    return communicate(this, input)
  }

  /** Nothing happens where it has ended. TypeError for what is no signal. */
  sendSignal(signal: NodeJS.Signals | number): void {
    this.#transport.sendSignal(signal)
  }

  /** Asks it to end: SIGTERM. */
  terminate(): void {
    this.#transport.terminate()
  }

  /** Ends it: SIGKILL. */
  kill(): void {
    this.#transport.kill()
  }

  /** Closes its pipes, and kills it if it still runs. */
  close(): void {
    this.#transport.close()
  }

  toString(): string {
    return `<Process ${this.pid}${this.returncode === null ? '' : ` returncode=${this.returncode}`}>`
  }
}

class Exit extends Operation<number> {
  readonly #transport: SubprocessTransport
  readonly #protocol: ProcessStreams

  constructor(source: { name: string }, transport: SubprocessTransport, protocol: ProcessStreams) {
    super(source)
    this.#transport = transport
    this.#protocol = protocol
  }

  start(): Iterator<Suspension, number, unknown> {
    const returncode = this.#transport.getReturncode()
    return returncode === null ? this.#protocol.exits.park() : new Ready(returncode)
  }
}

/**
 * What is awaited for a Process, or entered with `asyncWith`: that waits for its end, and kills it first where the
 * block throws or is cancelled.
 */
export class Starting extends Operation<Process> implements AsyncContextManager<Process> {
  readonly #command: Command
  readonly #limit: number | undefined
  readonly #place: string | undefined
  #process: Process | undefined

  /** @internal */
  constructor(
    source: { readonly name: string },
    command: Command,
    limit: number | undefined,
    place: string | undefined,
  ) {
    super(source)
    this.#command = command
    this.#limit = limit
    this.#place = place
  }

  start(): Iterator<Suspension, Process, unknown> {
    return started(this.#command, this.#limit, this.#place)[Symbol.iterator]()
  }

  *aenter(): Generator<Suspension, Process, unknown> {
    this.#process = yield* this
    return this.#process
  }

  *aexit(error: unknown): Generator<Suspension, void, unknown> {
    const process = this.#process!
    if (error !== undefined) process.close()
    else process.stdin?.close()
    try {
      yield* process.wait()
    } catch (cancellation) {
      process.close()
      throw cancellation
    }
  }
}

type Started = (command: Command, limit: number | undefined, place: string | undefined) => Awaitable<Process>

const started: Started = coroutine(function* createSubprocess(
  command: Command,
  limit: number | undefined,
  place: string | undefined,
) {
  const protocol = new ProcessStreams(limit)
  rememberPlace(protocol, place)
  const transport = yield* transportOf(command, protocol)
  return new Process(transport, protocol)
})

function* transportOf(
  command: Command,
  protocol: SubprocessProtocol,
): Generator<Suspension, ProcessTransport, unknown> {
  const child = yield* start(command)
  const transport = new ProcessTransport(child, protocol, command.program)
  try {
    // The transport calls connectionMade in the next iteration, before this goes on.
    yield
  } catch (error) {
    if (isCancelledError(error)) transport.close()
    throw error
  }
  return transport
}

/**
 * Runs a program, found by PATH, with its arguments as they are. Throws FileNotFoundError where there is none, and
 * PermissionDeniedError, with `code` and `address`. Cancelling it leaves no process. asyncio: `create_subprocess_exec`.
 *
 * @example
 * ```ts real-time
 * import { run } from '@acoro/core'
 * import { createSubprocessExec } from '@acoro/streams'
 *
 * await run(function* main() {
 *   const process = yield* createSubprocessExec('sort', ['-r'], { stdin: 'pipe', stdout: 'pipe' })
 *   const [stdout] = yield* process.communicate('a\nb\nc\n')
 *   return [process.returncode, new TextDecoder().decode(stdout!)]
 * }) // => [0, 'c\nb\na\n']
 * ```
 */
export function createSubprocessExec(
  program: string,
  args: readonly string[] = [],
  options: ProcessOptions = {},
): Starting {
  if (options.limit !== undefined) checkLimit(options.limit)
  const command = checkCommand(program, args, options)
  return new Starting(createSubprocessExec, command, options.limit, creationPlace(createSubprocessExec))
}

/** Runs a command line in the system's shell: never one made of what a stranger has sent. asyncio: `create_subprocess_shell`. */
export function createSubprocessShell(command: string, options: ProcessOptions = {}): Starting {
  if (options.limit !== undefined) checkLimit(options.limit)
  checkCommand(command, [], options)
  const shell = checkCommand('/bin/sh', ['-c', command], options)
  return new Starting(createSubprocessShell, shell, options.limit, creationPlace(createSubprocessShell))
}

/** Runs a program under a protocol of your own. asyncio: `loop.subprocess_exec`. */
export function subprocessExec<P extends SubprocessProtocol>(
  makeProtocol: () => P,
  program: string,
  args: readonly string[] = [],
  options: SubprocessOptions = {},
): Coroutine<[transport: SubprocessTransport, protocol: P]> {
  const command = checkCommand(program, args, options)
  return underProtocol(makeProtocol, command, creationPlace(subprocessExec)) as Coroutine<
    [SubprocessTransport, P]
  >
}

const underProtocol = coroutine(function* subprocessExec<P extends SubprocessProtocol>(
  makeProtocol: () => P,
  command: Command,
  place: string | undefined,
) {
  const protocol = makeProtocol()
  rememberPlace(protocol, place)
  const transport = yield* transportOf(command, protocol)
  return [transport, protocol] as [SubprocessTransport, P]
})
