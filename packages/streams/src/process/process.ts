/**
 * A child process as coroutines see it: its pipes are readers and a writer, and its end can be awaited.
 *
 * A child stops when it fills a pipe that is not read, and a task that waits for its end then waits for ever.
 * `communicate` feeds and reads all pipes at the same time, so that cannot happen.
 */

import { isUint8Array } from 'node:util/types'
import type { Coroutine, Suspension } from '@acoro/core'
import { describeValue, Operation, Ready } from '@acoro/core/lowlevel'
import type { StreamReader } from '../stream/stream-reader.ts'
import type { StreamWriter } from '../stream/stream-writer.ts'
import { communicate, type Output } from './communicate.ts'
import type { ProcessStreams } from './process-streams.ts'
import type { SubprocessTransport } from './subprocess-protocol.ts'

/**
 * A child process. Returned by `createSubprocessExec` and `createSubprocessShell`. asyncio:
 * `asyncio.subprocess.Process`.
 */
export class Process {
  readonly pid: number
  /** The writer of standard input; null if it is not a pipe. `stdout` and `stderr` are the readers. */
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

  /** The exit code; minus the number of the signal if a signal ended it; null while it runs. */
  get returncode(): number | null {
    return this.#transport.getReturncode()
  }

  /**
   * Waits for its end and returns the exit code. If a pipe is full and not read, that may never come: see
   * `communicate`.
   */
  wait(): Coroutine<number> {
    return new Exit(this.wait, this.#transport, this.#protocol)
  }

  /**
   * Sends `input`, closes standard input, reads all output and waits for the end. Returns the output; null
   * for what is not a pipe. It is no error if the child does not read its input.
   */
  communicate(input?: Uint8Array | string): Coroutine<Output> {
    if (input !== undefined && typeof input !== 'string' && !isUint8Array(input)) {
      throw new TypeError(`Expected bytes (a Uint8Array) or a string to send, got ${describeValue(input)}`)
    }
    return communicate(this, input)
  }

  /** Sends a signal. Does nothing if the process has ended. TypeError if there is no such signal. */
  sendSignal(signal: NodeJS.Signals | number): void {
    this.#transport.sendSignal(signal)
  }

  /** Asks it to end, with SIGTERM. */
  terminate(): void {
    this.#transport.terminate()
  }

  /** Ends it, with SIGKILL. */
  kill(): void {
    this.#transport.kill()
  }

  /** Closes its pipes, and kills it if it is still running. */
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
