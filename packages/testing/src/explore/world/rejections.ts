/**
 * Hears of rejections that no code handles, which would end the process or be reported by the page.
 *
 * They reach the listeners of the process or the page, among them the test runner's, which fails the whole
 * run. Here a rejection belongs to the order that is tried. So the other listeners hear nothing for as long
 * as the exploration lasts.
 *
 * A process tells of them before its next macrotask. A page tells of them later, in the order in which they
 * happened. To know that all were told, one more promise is rejected: its event is the last. In Chromium that
 * does not work, because it calls older listeners of the window first, and they would hear of that rejection.
 * There, an event from the same queue of tasks is waited for.
 */

import { real } from '../../virtual/real-time.ts'

const IN_PROCESS = 'unhandledRejection'
const IN_PAGE = 'unhandledrejection'

/**
 * Scripts of another origin are not told of their rejections: a page that is silent this long is such a one.
 */
const SILENT = 500

export interface Rejections extends Disposable {
  /** Resolves when all rejections so far have been told. */
  settled(): Promise<void>
}

type Listener = (reason: unknown) => void
interface Emitter {
  listeners(event: string): Listener[]
  on(event: string, listener: Listener): unknown
  off(event: string, listener: Listener): unknown
}

interface Document {
  createElement(name: 'details'): {
    open: boolean
    addEventListener(event: 'toggle', listener: () => void, options: { once: boolean }): void
  }
}

interface RejectionEvent {
  readonly reason: unknown
  preventDefault(): void
  stopImmediatePropagation(): void
}
type PageListener = (event: RejectionEvent) => void
interface Page {
  addEventListener(event: string, listener: PageListener, capture: boolean): void
  removeEventListener(event: string, listener: PageListener, capture: boolean): void
}

/** Calls `heard` with the reason of each rejection that no code handles, until it is disposed. */
export function hearRejections(heard: Listener): Rejections {
  const world = globalThis as { process?: Partial<Emitter> } & Partial<Page>
  if (typeof world.process?.listeners === 'function') return new InProcess(world.process as Emitter, heard)
  if (typeof world.addEventListener === 'function') return new InPage(world as Page, heard)
  return { settled: () => Promise.resolve(), [Symbol.dispose]() {} }
}

class InProcess implements Rejections {
  readonly #process: Emitter
  readonly #heard: Listener
  readonly #others: readonly Listener[]

  constructor(process: Emitter, heard: Listener) {
    this.#process = process
    this.#heard = heard
    this.#others = process.listeners(IN_PROCESS)
    for (const other of this.#others) process.off(IN_PROCESS, other)
    process.on(IN_PROCESS, heard)
  }

  settled(): Promise<void> {
    return Promise.resolve()
  }

  [Symbol.dispose](): void {
    this.#process.off(IN_PROCESS, this.#heard)
    for (const other of this.#others) this.#process.on(IN_PROCESS, other)
  }
}

class InPage implements Rejections {
  readonly #page: Page
  readonly #isFirst: boolean = capturesFirst()
  readonly #heard: Listener
  readonly #last = new Map<object, () => void>()
  #isSilent = false

  constructor(page: Page, heard: Listener) {
    this.#page = page
    this.#heard = heard
    // Listeners that capture come before all others.
    page.addEventListener(IN_PAGE, this.#onEvent, true)
  }

  async settled(): Promise<void> {
    const { document } = globalThis as { document?: Document }
    if (!this.#isFirst && document !== undefined) return await toggled(document)
    if (this.#isSilent) return
    const last = {}
    let timer: ReturnType<typeof real.setTimeout> | undefined
    await new Promise<void>((resolve) => {
      this.#last.set(last, resolve)
      timer = real.setTimeout(() => {
        this.#isSilent = true
        resolve()
      }, SILENT)
      void Promise.reject(last)
    })
    real.clearTimeout(timer)
    this.#last.delete(last)
  }

  [Symbol.dispose](): void {
    this.#page.removeEventListener(IN_PAGE, this.#onEvent, true)
  }

  readonly #onEvent = (event: RejectionEvent): void => {
    event.preventDefault()
    event.stopImmediatePropagation()
    const { reason } = event
    const told = this.#last.get(reason as object)
    if (told === undefined) this.#heard(reason)
    else told()
  }
}

/** Are listeners that capture called before the others, on what is no element? */
function capturesFirst(): boolean {
  const target = new EventTarget()
  const order: boolean[] = []
  for (const capture of [false, true]) target.addEventListener('test', () => order.push(capture), { capture })
  target.dispatchEvent(new Event('test'))
  return order[0] === true
}

/** The task source that tells of rejections is also the one that tells of an opened element. */
function toggled(document: Document): Promise<void> {
  return new Promise((resolve) => {
    const details = document.createElement('details')
    details.addEventListener('toggle', () => resolve(), { once: true })
    details.open = true
  })
}
