// A Web Worker in this thread: its messages are cloned, and arrive in later turns.

import { answerJobs, type WorkerFunctions, type WorkerLike } from '@acoro/web/page'

type Listener = (event: { data: unknown; message?: string | undefined }) => void

export class FakeWorker implements WorkerLike {
  terminated = false
  readonly #page: [type: string, listener: Listener][] = []
  readonly #worker: Listener[] = []

  /** Without functions it never answers. */
  constructor(functions?: WorkerFunctions) {
    if (functions !== undefined) this.#later(() => answerJobs(functions, this.#scope))
  }

  readonly #scope = {
    postMessage: (message: unknown): void => this.tell('message', structuredClone(message)),
    addEventListener: (_type: string, listener: Listener): void => void this.#worker.push(listener),
  }

  postMessage(message: unknown): void {
    const data = structuredClone(message)
    this.#later(() => {
      for (const listener of this.#worker) listener({ data })
    })
  }

  terminate(): void {
    this.terminated = true
  }

  addEventListener(type: string, listener: Listener): void {
    this.#page.push([type, listener])
  }

  /** An event for the page. */
  tell(type: string, data: unknown, message?: string): void {
    this.#later(() => {
      for (const [wanted, listener] of this.#page) if (wanted === type) listener({ data, message })
    })
  }

  #later(what: () => void): void {
    // Two turns: the first step of a job must not run in the turn of its call.
    queueMicrotask(() =>
      queueMicrotask(() => {
        if (!this.terminated) what()
      }),
    )
  }
}
