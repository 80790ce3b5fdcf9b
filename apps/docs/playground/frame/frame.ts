// The script of the sandboxed frame. Its document has an origin of its own, without storage, cookies or a way
// to the page, and its policy forbids every request. It does one thing: it makes a worker of the text that
// the page sends, hands on what the worker says, and ends it if it says nothing for too long, or too much.

import { MESSAGES, SILENCE } from '../base/limits.ts'
import type { Start } from '../base/messages.ts'

let worker: Worker | undefined
let messages = 0
let heard = 0
let pings = 0

function tell(message: unknown): void {
  // The frame does not know who embeds it, and has nothing to hide.
  parent.postMessage(message, '*')
}

function stop(): void {
  worker?.terminate()
  worker = undefined
}

function end(how: string, text: string): void {
  stop()
  tell({ kind: 'ended', how, text })
}

function start({ runtime, program, clock }: Start): void {
  const settings = `globalThis.acoroClock = ${clock === 'real' ? '"real"' : '"virtual"'};\n`
  const url = URL.createObjectURL(new Blob([settings, runtime], { type: 'text/javascript' }))
  const started = new Worker(url, { name: 'acoro' })
  URL.revokeObjectURL(url)
  worker = started
  heard = performance.now()
  started.onmessage = ({ data }: MessageEvent<{ kind?: unknown } | null>) => {
    heard = performance.now()
    pings = 0
    if (++messages > MESSAGES) return end('endless', 'It was stopped: it sent too many messages.')
    if (data?.kind === 'alive') return
    tell(data)
    if (data?.kind === 'ended') stop()
  }
  started.onerror = ({ message }) => end('failed', message)
  started.postMessage({ program })
}

setInterval(() => {
  if (worker === undefined) return
  // Browsers slow down the timers of pages that nobody sees: some questions have to stay without an answer,
  // too.
  if (pings > 3 && performance.now() - heard > SILENCE)
    return end('endless', `It was stopped: it did not let go of the thread for ${SILENCE / 1000} s.`)
  pings++
  worker.postMessage({})
}, 250)

addEventListener('message', ({ source, data }: MessageEvent<Start | null>) => {
  if (source === parent && data?.kind === 'start' && worker === undefined) start(data)
})
tell({ kind: 'ready' })
