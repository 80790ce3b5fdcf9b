/**
 * A child process as coroutines see it: its pipes are readers and a writer, its end is awaited.
 *
 * A child that fills a pipe nobody reads stops, and whoever waits for its end then waits for ever. `communicate` feeds
 * and reads all pipes at once, so it cannot come to that.
 */

import { isUint8Array } from 'node:util/types'
import type { Coroutine, Suspension } from '@acoro/core'
import { describeValue, Operation, Ready } from '@acoro/core/lowlevel'
import type { StreamReader } from '../stream/stream-reader.ts'
import type { StreamWriter } from '../stream/stream-writer.ts'
import { communicate, type Output } from './communicate.ts'
import type { ProcessStreams } from './process-streams.ts'
import type { SubprocessTransport } from './subprocess-protocol.ts'

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
    if (input !== undefined && typeof input !== 'string' && !isUint8Array(input)) {
      throw new TypeError(`Expected bytes (a Uint8Array) or a string to send, got ${describeValue(input)}`)
    }
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
