/** One child process, as its parent sees it. */

import { type ChildProcess, fork } from 'node:child_process'
import type { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { findUnsendable } from '../message/cloneable.ts'
import { type Encoded, encodeThrown } from '../message/error-codec.ts'
import { PIPE, type ProcessJobMessage, type ProcessMessage } from '../message/process-protocol.ts'
import type { Reply } from '../message/protocol.ts'
import { workerUrl } from '../worker/worker-url.ts'
import type { Exit } from './explain-exit.ts'
import type { ProcessJob } from './process-job.ts'
import { execArgvOf, type ProcessPoolOptions } from './process-pool-options.ts'

/** How long a process may take to exit, in ms. */
const EXIT_TIME = 1000

/** Is told what becomes of a child. */
export interface ChildOwner {
  replied(child: Child, reply: Reply): void
  /** The arguments of its job cannot be sent. The child is as before. */
  refused(child: Child, error: unknown): void
  gone(child: Child, exit: Exit): void
}

export class Child {
  readonly #process: ChildProcess
  readonly #pipe: Socket
  readonly #owner: ChildOwner
  /** The job that it runs. */
  job: ProcessJob | null = null
  /** How many jobs it got. */
  jobs = 0
  /** The timer that ends it when it was idle for long enough. */
  idle: NodeJS.Timeout | undefined
  #started = false
  #error: Encoded | undefined
  #kill: NodeJS.Timeout | undefined

  /** Throws what the system says if no process can be made. */
  constructor(owner: ChildOwner, options: ProcessPoolOptions) {
    this.#owner = owner
    const child = fork(fileURLToPath(workerUrl('process')), {
      execArgv: execArgvOf(options),
      env: { ...(options.env ?? process.env) },
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc', 'pipe'],
    })
    this.#process = child
    this.#pipe = child.stdio[PIPE] as Socket
    // Nothing comes through it but its end, which says no more than the end of the process.
    this.#pipe.on('error', () => {}).resume()
    child.on('message', (message: ProcessMessage) => this.#hear(message))
    child.on('error', (error) => {
      this.#error ??= encodeThrown(error)
      if (child.pid === undefined) this.#end()
    })
    // Its last messages are read between the two events.
    child.on('exit', () => this.#checkEnd())
    child.on('disconnect', () => this.#checkEnd())
  }

  /** Can it be sent a job? */
  get isConnected(): boolean {
    return this.#process.connected
  }

  /** Has it been sent its job? It is not as long as it starts. */
  get hasBegun(): boolean {
    return this.#started && this.job !== null
  }

  /** Gives it a job, now or as soon as it has started. */
  run(job: ProcessJob): void {
    this.job = job
    this.jobs++
    this.#hold()
    if (this.#started) this.#send(job)
  }

  /** Tells its job that it was cancelled. */
  cancelJob(): void {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32LE(this.jobs)
    this.#pipe.write(bytes)
  }

  kill(): void {
    this.#process.kill('SIGKILL')
  }

  /** It has no job, and does not keep this process alive. */
  rest(): void {
    this.job = null
    clearTimeout(this.idle)
    this.#keepAlive('unref')
  }

  /** It has no job. Lets it exit, and kills it if it does not. */
  close(): void {
    this.#hold()
    if (this.#process.connected) this.#process.disconnect()
    this.#kill ??= setTimeout(() => this.kill(), EXIT_TIME)
  }

  #hold(): void {
    clearTimeout(this.idle)
    this.#keepAlive('ref')
  }

  /** Lets it keep this process alive, or not. */
  #keepAlive(how: 'ref' | 'unref'): void {
    this.#process[how]()
    // Bun's has neither.
    this.#process.channel?.[how]?.()
    this.#pipe[how]()
  }

  #send(job: ProcessJob): void {
    const { url, exportName } = job.reference
    const message: ProcessJobMessage = { job: this.jobs, url, exportName, args: job.args }
    try {
      const obstacle = findUnsendable(job.args, 'args')
      if (obstacle !== undefined) throw new TypeError(obstacle)
      this.#process.send(message, () => {})
    } catch (error) {
      // Nobody may listen to the job yet.
      queueMicrotask(() => this.#owner.refused(this, error))
    }
  }

  #hear(message: ProcessMessage): void {
    if (message === 'started') {
      this.#started = true
      if (this.job !== null) this.#send(this.job)
    } else if ('reply' in message) this.#owner.replied(this, message.reply)
    else this.#error = message.crash
  }

  #checkEnd(): void {
    const { connected, exitCode, signalCode } = this.#process
    if (!connected && (exitCode !== null || signalCode !== null)) this.#end()
  }

  #end(): void {
    clearTimeout(this.idle)
    clearTimeout(this.#kill)
    this.#pipe.destroy()
    const { exitCode: code, signalCode: signal } = this.#process
    this.#owner.gone(this, { whileStarting: !this.#started, code, signal, error: this.#error })
  }
}
