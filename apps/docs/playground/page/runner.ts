// Runs a compiled program in a frame of its own, which goes when the program has ended. Programs come from
// links that anybody can make, so the frame may do nothing but run scripts, and what it says is read with
// care.

import { type Clock, type Ending, type Line, readTold, type TaskEvent } from '../base/messages.ts'
import type { Compiled } from '../base/program.ts'
import { assetText, assetUrl } from './assets.ts'

export interface Listener {
  news(lines: readonly Line[], events: readonly TaskEvent[]): void
  ended(how: Ending, text: string): void
}

export class Run {
  readonly #frame: HTMLIFrameElement = document.createElement('iframe')
  readonly #listener: Listener
  #over = false

  /** Begins at once. `listener` is not called after `stop()`. */
  constructor(program: Compiled, clock: Clock, listener: Listener) {
    this.#listener = listener
    addEventListener('message', this.#onMessage)
    void this.#begin(program, clock)
  }

  async #begin(program: Compiled, clock: Clock): Promise<void> {
    try {
      const runtime = await assetText('runtime.js')
      if (this.#over) return
      const frame = this.#frame
      frame.setAttribute('sandbox', 'allow-scripts')
      frame.title = 'The program that runs'
      frame.className = 'play-frame'
      frame.tabIndex = -1
      frame.setAttribute('aria-hidden', 'true')
      frame.src = assetUrl('frame.html')
      this.#ready = () => frame.contentWindow?.postMessage({ kind: 'start', runtime, program, clock }, '*')
      document.body.append(frame)
    } catch (error) {
      this.#end('failed', `The playground could not be loaded: ${String(error)}`)
    }
  }

  #ready: () => void = () => {}

  readonly #onMessage = ({ source, data }: MessageEvent): void => {
    if (source === null || source !== this.#frame.contentWindow) return
    if ((data as { kind?: unknown } | null)?.kind === 'ready') {
      this.#ready()
      this.#ready = () => {}
      return
    }
    const told = readTold(data)
    if (told?.kind === 'news') this.#listener.news(told.lines, told.events)
    if (told?.kind === 'ended') this.#end(told.how, told.text)
  }

  #end(how: Ending, text: string): void {
    if (this.#over) return
    this.stop()
    this.#listener.ended(how, text)
  }

  stop(): void {
    this.#over = true
    removeEventListener('message', this.#onMessage)
    this.#frame.remove()
  }
}
