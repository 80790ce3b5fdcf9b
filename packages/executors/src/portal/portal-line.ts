/**
 * Connects a job that has portals to the loop: runs its calls there, and sends the results that the job waits
 * for.
 *
 * The reply of the job and a call use different ports, so one may overtake the other. So `finish` reads what
 * the worker sent before it ended: no call is lost, and none comes after the result.
 */

import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import { CancelledError, type Task } from '@acoro/core'
import { findUncloneable } from '../message/cloneable.ts'
import { encodeThrown } from '../message/error-codec.ts'
import type { PortalCall, Reply } from '../message/protocol.ts'
import { messageOf } from '../message/text.ts'
import { takeTransferList } from '../message/transfer.ts'
import type { LoopPortal } from './loop-portal.ts'

export class PortalLine {
  readonly #port: MessagePort
  /** The other end, for the worker. */
  readonly far: MessagePort
  readonly #portals: ReadonlyMap<number, LoopPortal>
  readonly #tasks = new Set<Task<unknown>>()
  #cancelled = false

  constructor(portals: ReadonlyMap<number, LoopPortal>) {
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    this.far = port2
    this.#portals = portals
    port1.on('message', (call: PortalCall) => this.#hear(call))
    // The job itself keeps the process alive.
    port1.unref()
  }

  /** The job is to stop. Its calls are cancelled, now and from now on. */
  cancel(): void {
    this.#cancelled = true
    for (const task of this.#tasks) task.cancel('the job was cancelled')
  }

  /** The job has ended. */
  finish(): void {
    for (
      let entry = receiveMessageOnPort(this.#port);
      entry !== undefined;
      entry = receiveMessageOnPort(this.#port)
    ) {
      this.#hear(entry.message as PortalCall)
    }
    this.#port.close()
    this.cancel()
  }

  #hear({ portal: index, name, args, signal }: PortalCall): void {
    const portal = this.#portals.get(index) as LoopPortal
    if (signal === undefined) {
      try {
        portal.callSoonThreadsafe(name, ...args)
      } catch {
        // The loop is closed: the call has nowhere to go.
      }
      return
    }
    const failed = (error: unknown): void => this.#answer(signal, { error: encodeThrown(error) })
    if (this.#cancelled) {
      failed(new CancelledError('the job was cancelled'))
      return
    }
    const began = (task: Task<unknown>): void => {
      this.#tasks.add(task)
      task.addDoneCallback(() => this.#tasks.delete(task))
      if (this.#cancelled) task.cancel('the job was cancelled')
    }
    try {
      portal.run(name, args, began, (value) => this.#answerValue(signal, name, value), failed)
    } catch (error) {
      failed(error)
    }
  }

  #answerValue(signal: Int32Array, name: string, value: unknown): void {
    const transferred = takeTransferList(value) ?? []
    try {
      this.#answer(signal, { value }, transferred)
    } catch (error) {
      const obstacle = findUncloneable(value, 'result', new Set(transferred)) ?? messageOf(error)
      const refusal = new TypeError(`Cannot send the result of ${name} to the worker: ${obstacle}`, {
        cause: error,
      })
      this.#answer(signal, { error: encodeThrown(refusal) })
    }
  }

  /** The message goes first: the worker reads it as soon as it is woken. */
  #answer(signal: Int32Array, reply: Reply, transferred: readonly object[] = []): void {
    this.#port.postMessage(reply, transferred as never)
    Atomics.store(signal, 0, 1)
    Atomics.notify(signal, 0)
  }
}
