/**
 * A child process under a protocol. Each of its pipes is a transport; the end is reported when all of them
 * are closed.
 *
 *   connectionMade -> pipeDataReceived* -> pipeConnectionLost per pipe -> connectionLost
 *
 * `processExited` comes at any time between the first and the last.
 *
 * Node reaps the process, so it does not become a zombie.
 */

import type { ChildProcess } from 'node:child_process'
import { constants } from 'node:os'
import type { Readable, Writable } from 'node:stream'
import { type Context, copyContext, type EventLoop, getRunningLoop } from '@acoro/core'
import { describeValue, type External, trackExternal } from '@acoro/core/lowlevel'
import { tellUnclosed } from '../base/unclosed.ts'
import { callProtocol } from '../transport/protocol-call.ts'
import { StreamTransport } from '../transport/stream-transport.ts'
import type { ExtraInfo, Transport } from '../transport/transport.ts'
import { Protocol } from '../transport/transport.ts'
import { PipeWire } from './pipe-wire.ts'
import type { SubprocessProtocol, SubprocessTransport } from './subprocess-protocol.ts'

export class ProcessTransport implements SubprocessTransport {
  readonly pid: number
  readonly #child: ChildProcess
  readonly #protocol: SubprocessProtocol
  readonly #loop: EventLoop = getRunningLoop()
  readonly #context: Context = copyContext()
  readonly #external: External
  readonly #pipes = new Map<number, StreamTransport>()
  #openPipes = 0
  #returncode: number | null = null
  #closing = false
  #lost = false

  /** `child` was spawned in this very turn of the platform. */
  constructor(child: ChildProcess, protocol: SubprocessProtocol, what: string) {
    this.#child = child
    this.#protocol = protocol
    this.pid = child.pid!
    this.#external = trackExternal(this.#loop, `process ${this.pid} (${what})`, {
      transient: false,
      abandon: () => {
        if (!this.#closing) {
          tellUnclosed(this.#loop, {
            thing: this,
            known: [protocol],
            what: `process ${this.pid} (${what}) was still running`,
            advice: 'wait() for it or kill() it, or use it with asyncWith',
          })
        }
        child.kill('SIGKILL')
      },
    })
    // Before the pipes are made, so that it is called before their first data.
    this.#loop.callSoon(() => this.#call('connectionMade', () => protocol.connectionMade(this)))
    child.stdio.forEach((stream, fd) => {
      if (stream === null || stream === undefined) return
      const end = fd === 0 ? { writable: stream as Writable } : { readable: stream as Readable }
      const wire = new PipeWire(`pipe ${fd} of process ${this.pid}`, { ...end, pid: this.pid })
      this.#openPipes++
      this.#pipes.set(fd, new StreamTransport(new PipeProtocol(protocol, fd, this.#pipeLost), wire))
    })
    child.once('exit', (code, signal) => {
      const returncode = code ?? -(constants.signals[signal as NodeJS.Signals] ?? 0)
      this.#external.end()
      if (!this.#loop.isClosed()) this.#loop.callSoon(() => this.#context.run(() => this.#exited(returncode)))
    })
    child.on('error', (exception) => {
      if (this.#loop.isClosed()) return
      this.#loop.callExceptionHandler({
        message: `Trouble with process ${this.pid}`,
        exception,
        transport: this,
      })
    })
  }

  getReturncode(): number | null {
    return this.#returncode
  }

  getPipeTransport(fd: number): Transport | undefined {
    return this.#pipes.get(fd)
  }

  getExtraInfo<K extends keyof ExtraInfo>(name: K): ExtraInfo[K] | undefined {
    return name === 'pid' ? (this.pid as ExtraInfo[K]) : undefined
  }

  /** Sends a signal. Does nothing if the process has ended. TypeError if there is no such signal. */
  sendSignal(signal: NodeJS.Signals | number): void {
    checkSignal(signal)
    this.#child.kill(signal)
  }

  terminate(): void {
    this.sendSignal('SIGTERM')
  }

  kill(): void {
    this.sendSignal('SIGKILL')
  }

  isClosing(): boolean {
    return this.#closing
  }

  /** Closes the pipes, and kills the process if it is still running. */
  close(): void {
    if (this.#closing) return
    this.#closing = true
    for (const pipe of this.#pipes.values()) pipe.abort()
    if (this.#returncode === null) this.kill()
  }

  toString(): string {
    const state = this.#returncode === null ? 'running' : `returncode=${this.#returncode}`
    return `<ProcessTransport pid=${this.pid} ${state}>`
  }

  readonly #pipeLost = (fd: number, error: Error | null): void => {
    this.#openPipes--
    this.#call('pipeConnectionLost', () => this.#protocol.pipeConnectionLost(fd, error))
    this.#mayBeLost()
  }

  #exited(returncode: number): void {
    this.#returncode = returncode
    this.#call('processExited', () => this.#protocol.processExited())
    this.#mayBeLost()
  }

  #mayBeLost(): void {
    if (this.#lost || this.#returncode === null || this.#openPipes > 0) return
    this.#lost = true
    this.#closing = true
    this.#call('connectionLost', () => this.#protocol.connectionLost(null))
  }

  #call(what: string, call: () => void): void {
    const caller = { loop: this.#loop, transport: this, protocol: this.#protocol }
    callProtocol(`protocol.${what}() failed`, caller, call)
  }
}

/** Passes what happens to one pipe on to the protocol of the process. */
class PipeProtocol extends Protocol {
  readonly #protocol: SubprocessProtocol
  readonly #fd: number
  readonly #lost: (fd: number, error: Error | null) => void

  constructor(protocol: SubprocessProtocol, fd: number, lost: (fd: number, error: Error | null) => void) {
    super()
    this.#protocol = protocol
    this.#fd = fd
    this.#lost = lost
  }

  override dataReceived(data: Uint8Array): void {
    this.#protocol.pipeDataReceived(this.#fd, data)
  }

  override pauseWriting(): void {
    this.#protocol.pauseWriting()
  }

  override resumeWriting(): void {
    this.#protocol.resumeWriting()
  }

  override connectionLost(error: Error | null): void {
    this.#lost(this.#fd, error)
  }
}

function checkSignal(signal: unknown): void {
  const { signals } = constants
  if (typeof signal === 'string' && signal in signals) return
  if (typeof signal === 'number' && (signal === 0 || Object.values(signals).includes(signal as 1))) return
  throw new TypeError(`Expected the name or number of a signal, got ${describeValue(signal)}`)
}
