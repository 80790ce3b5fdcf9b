/** Starting child processes, for coroutines and for protocols of your own. */

import {
  type AsyncContextManager,
  type Awaitable,
  type Coroutine,
  coroutine,
  isCancelledError,
  type Suspension,
} from '@acoro/core'
import { creationPlace, Operation, type OptionKinds } from '@acoro/core/lowlevel'
import { checkFactory, checkProtocol } from '../base/options.ts'
import { rememberPlace } from '../base/unclosed.ts'
import { checkLimit } from '../stream/stream-reader.ts'
import { Process } from './process.ts'
import { ProcessStreams } from './process-streams.ts'
import { ProcessTransport } from './process-transport.ts'
import { type Command, checkCommand, type SubprocessOptions, start } from './spawn.ts'
import type { SubprocessProtocol, SubprocessTransport } from './subprocess-protocol.ts'

export interface ProcessOptions extends SubprocessOptions {
  /** The limit of the readers of stdout and stderr in bytes; 64 KiB unless given. */
  limit?: number | undefined
}

/**
 * Await it for a Process, or enter it with `asyncWith`: that waits for the end of the process, and kills it
 * first if the block throws or is cancelled.
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

  *aexit(error: unknown, failed: boolean = error !== undefined): Generator<Suspension, void, unknown> {
    const process = this.#process!
    if (failed) process.close()
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
 * Runs a program, found by PATH, with its arguments as they are. Throws FileNotFoundError if there is none,
 * and PermissionDeniedError, with `code` and `address`. Cancelling it leaves no process. asyncio:
 * `create_subprocess_exec`.
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
  const command = checkCommand(program, args, options, 'createSubprocessExec()', { limit: checkLimit })
  return new Starting(createSubprocessExec, command, options.limit, creationPlace(createSubprocessExec))
}

/**
 * Runs a command line in the system's shell. Never put text from a stranger into it. asyncio:
 * `create_subprocess_shell`.
 */
export function createSubprocessShell(command: string, options: ProcessOptions = {}): Starting {
  const shell = shellCommand(command, options, 'createSubprocessShell()', { limit: checkLimit })
  return new Starting(createSubprocessShell, shell, options.limit, creationPlace(createSubprocessShell))
}

/** Runs a program under a protocol of your own. asyncio: `loop.subprocess_exec`. */
export function subprocessExec<P extends SubprocessProtocol>(
  makeProtocol: () => P,
  program: string,
  args: readonly string[] = [],
  options: SubprocessOptions = {},
): Coroutine<[transport: SubprocessTransport, protocol: P]> {
  checkFactory(makeProtocol)
  const command = checkCommand(program, args, options, 'subprocessExec()')
  return underProtocol(makeProtocol, command, creationPlace(subprocessExec)) as Coroutine<
    [SubprocessTransport, P]
  >
}

/**
 * Runs a command line in the system's shell under a protocol of your own. asyncio: `loop.subprocess_shell`.
 */
export function subprocessShell<P extends SubprocessProtocol>(
  makeProtocol: () => P,
  command: string,
  options: SubprocessOptions = {},
): Coroutine<[transport: SubprocessTransport, protocol: P]> {
  checkFactory(makeProtocol)
  const shell = shellCommand(command, options, 'subprocessShell()')
  return underProtocol(makeProtocol, shell, creationPlace(subprocessShell)) as Coroutine<
    [SubprocessTransport, P]
  >
}

function shellCommand(
  command: string,
  options: SubprocessOptions,
  where: string,
  more?: OptionKinds,
): Command {
  checkCommand(command, [], options, where, more)
  return { program: '/bin/sh', args: ['-c', command], options }
}

const underProtocol = coroutine(function* subprocessExec<P extends SubprocessProtocol>(
  makeProtocol: () => P,
  command: Command,
  place: string | undefined,
) {
  const protocol = checkProtocol(makeProtocol())
  rememberPlace(protocol, place)
  const transport = yield* transportOf(command, protocol)
  return [transport, protocol] as [SubprocessTransport, P]
})
