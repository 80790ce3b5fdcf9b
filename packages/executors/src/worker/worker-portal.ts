/**
 * The end of a portal in the worker. A call is a message, and `Atomics.wait` waits for its answer.
 *
 * The worker is blocked while it waits, on purpose: a function that computes can ask the loop and go on,
 * without being rewritten as a coroutine. The answer arrives as a message before the cell is woken.
 */

import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import { cancellation } from '../message/cancellation.ts'
import { findUncloneable } from '../message/cloneable.ts'
import { decodeThrown } from '../message/error-codec.ts'
import type { PortalCall, PortalPlace, Reply } from '../message/protocol.ts'
import { messageOf } from '../message/text.ts'
import { takeTransferList } from '../message/transfer.ts'
import { checkHandlerName, type Portal } from '../portal/portal.ts'

type AnyPortal = Portal<Record<string, (...args: never[]) => unknown>>

/** The portals of one job. */
export class WorkerPortals {
  readonly #port: MessagePort
  readonly #answered = new Int32Array(new SharedArrayBuffer(4))
  #ended = false

  constructor(port: MessagePort) {
    this.#port = port
  }

  portal({ index, names }: PortalPlace): AnyPortal {
    return {
      callSoonThreadsafe: (name, ...args) => this.#post({ portal: index, name, args }, names),
      runCoroutineThreadsafe: (name, ...args) => this.#wait({ portal: index, name, args }, names),
    } as AnyPortal
  }

  /** The job is over. A portal that it kept cannot be used. */
  end(): void {
    this.#ended = true
    this.#port.close()
  }

  #wait(call: PortalCall, names: readonly string[]): unknown {
    Atomics.store(this.#answered, 0, 0)
    this.#post({ ...call, signal: this.#answered }, names)
    Atomics.wait(this.#answered, 0, 0)
    const answer = receiveMessageOnPort(this.#port)?.message as Reply
    if ('value' in answer) return answer.value
    const error = decodeThrown(answer.error)
    throw (error as { name?: unknown } | null)?.name === 'CancelledError' ? cancellation() : error
  }

  #post(call: PortalCall, names: readonly string[]): void {
    const { name, args } = call
    if (this.#ended) throw new Error(`Cannot call ${name} through the portal of a job that has ended`)
    checkHandlerName(name, names)
    const transferred = args.flatMap((arg) => takeTransferList(arg) ?? [])
    const refuse = (obstacle: string, cause?: unknown): never => {
      throw new TypeError(`Cannot send the arguments of ${name} through the portal: ${obstacle}`, { cause })
    }
    // Checked before it is sent: if the thread of the loop cannot read the message, the answer never comes.
    const obstacle = findUncloneable(args, 'args', new Set(transferred))
    if (obstacle !== undefined) refuse(obstacle)
    try {
      this.#port.postMessage(call, transferred as never)
    } catch (error) {
      refuse(messageOf(error), error)
    }
  }
}
