/** A server with made-up answers, behind the headers of the real one: what the page is tested against. */

import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { AskName, Asks } from '../../../src/protocol/asks.ts'
import { TOKEN_HEADER } from '../../../src/protocol/limits.ts'
import type { TaskRow, Window } from '../../../src/protocol/rows.ts'
import type { State } from '../../../src/protocol/state.ts'
import { REPLY_HEADERS as HEADERS } from '../../../src/server/http/reply-headers.ts'
import { sampleOrder } from '../../support/order.ts'
import {
  sampleCurves,
  samplePrimitives,
  sampleState,
  sampleTaskDetail,
  sampleTasks,
  sampleTimeline,
  sampleTop,
  sampleWaits,
  sampleWindow,
} from '../../support/sample.ts'

export const TOKEN = 'token-of-this-test'

type Answers = { [N in AskName]?: (ask: Asks[N]['ask']) => unknown }

const TYPES: Record<string, string> = { html: 'text/html', js: 'text/javascript', css: 'text/css' }

export class FakeServer {
  state: State = sampleState()
  tasks: readonly TaskRow[] = sampleTasks(1000)
  /** Answers in place of those of the samples. */
  answers: Answers = {}
  /** What was asked, in order: `task {"id":3}`. */
  readonly asked: string[] = []
  /** No answer and no stream until it is false again. */
  silent = false
  token = TOKEN
  /** The page is told that it shows a file. */
  shows: 'order' | 'recording' | null = null
  readonly #folder: string
  readonly #server: Server
  readonly #streams = new Set<ServerResponse>()

  constructor(folder: string) {
    this.#folder = folder
    this.#server = createServer((request, response) => {
      response.on('error', () => {})
      let body = ''
      request.on('error', () => {})
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        const token = request.headers[TOKEN_HEADER]
        if (request.method === 'GET') this.#file(request.url ?? '/', response)
        else if (token !== this.token)
          send(response, 401, { error: 'the token is not the one of this program' })
        else this.#answer((request.url ?? '').slice('/api/'.length) as AskName, body, response)
      })
    })
    this.#server.on('clientError', (_error, socket) => socket.destroy())
  }

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  /** Shows `state` to all viewers. */
  show(state: State): void {
    this.state = state
    for (const stream of this.#streams) stream.write(`event: state\ndata: ${JSON.stringify(state)}\n\n`)
  }

  /** Ends all streams, as the real server does after some seconds. */
  endStreams(): void {
    for (const stream of this.#streams) stream.end()
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  #file(url: string, response: ServerResponse): void {
    const name = url === '/' ? 'index.html' : url.slice(1)
    const type = TYPES[name.split('.').at(-1) ?? '']
    if (!/^[\w.]+$/.test(name) || type === undefined) {
      send(response, 404, { error: 'no such file' })
      return
    }
    response.writeHead(200, { ...HEADERS, 'content-type': `${type}; charset=utf-8` })
    const body = readFileSync(join(this.#folder, name), 'utf8')
    const shows = this.shows === null ? '' : ` data-shows="${this.shows}"`
    response.end(name === 'index.html' ? body.replace('<html lang="en"', `$&${shows}`) : body)
  }

  #answer(name: AskName, body: string, response: ServerResponse): void {
    this.asked.push(`${name} ${body}`)
    if (this.silent) {
      send(response, 503, { error: 'the program is silent' })
      return
    }
    const ask = JSON.parse(body)
    if (name === 'watch') {
      response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' })
      this.#streams.add(response)
      response.on('close', () => this.#streams.delete(response))
      response.write(`: hello\n\nevent: state\ndata: ${JSON.stringify(this.state)}\n\n`)
      return
    }
    if (name === 'recording') {
      response.writeHead(200, { ...HEADERS, 'content-type': 'application/octet-stream' })
      response.end('the file')
      return
    }
    try {
      send(response, 200, this.answers[name]?.(ask as never) ?? this.#sample(name, ask))
    } catch (error) {
      send(response, 500, { error: (error as Error).message })
    }
  }

  #sample(name: AskName, ask: { from?: number; count?: number; seconds?: number; id?: number }): unknown {
    const { from, count } = ask
    switch (name) {
      case 'state':
        return this.state
      case 'tasks':
        return this.#tasks(ask)
      case 'task': {
        const row = this.tasks.find(({ id }) => id === ask.id)
        return row === undefined ? { gone: true } : { ...sampleTaskDetail(), task: row }
      }
      case 'waits':
        return sampleWindow(sampleWaits(), from, count)
      case 'primitives':
        return sampleWindow(samplePrimitives(), from, count)
      case 'top':
        return { ...sampleWindow(sampleTop(), from, count), seconds: ask.seconds }
      case 'curves':
        return sampleCurves(ask.seconds)
      case 'wouldCancel':
        return { tasks: 12 }
      case 'cancel':
        return { cancelled: 12 }
      case 'record':
        return { recording: 1, until: 0 }
      case 'timeline':
        return sampleTimeline()
      case 'order':
        return sampleOrder()
      case 'text':
        return { text: 'loop 1\n  charge 3 waits\n' }
      default:
        return { refused: true, why: 'Source text is off: allow it with serveConsole({ source: true })' }
    }
  }

  /** Filters as the server does, as far as the tests need it. */
  #tasks({ from, count, ...filter }: Asks['tasks']['ask']): Window<TaskRow> {
    const { search, state, waitedFor } = filter
    const fits = this.tasks.filter(
      (row) =>
        (search === undefined || row.name.includes(search)) &&
        (state === undefined || row.state === state) &&
        (waitedFor === undefined || (row.waitAge ?? 0) >= waitedFor),
    )
    return sampleWindow(fits, from, count)
  }
}

function send(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { ...HEADERS, 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(value))
}
