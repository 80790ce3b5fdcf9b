/** A world in memory for the service: its three sources, with the troubles of real ones, and its clients. */

import { type Awaitable, coroutine, createTask, getRunningLoop, type Suspension, sleep } from '@acoro/core'
import {
  currentNetwork,
  openConnection,
  type StreamReader,
  type StreamWriter,
  startServer,
} from '@acoro/streams'
import { VirtualLoop } from '@acoro/testing'
import { MemoryNetwork } from '@acoro/testing/network'
import { vi } from 'vitest'
import type { Briefing } from '../src/briefing.ts'
import { briefingService } from '../src/briefing-service.ts'
import { readHead, text } from '../src/http/head.ts'
import type { Settings } from '../src/settings.ts'

const settings: Settings = {
  listen: { host: 'briefing', port: 80 },
  weather: { host: 'weather', port: 80 },
  rates: { host: 'rates', port: 7 },
  news: { host: 'news', port: 80 },
  threads: 0,
  drain: 5000,
}

/** What a source answers to its nth question; null for a connection that is closed without an answer. */
export type Source = (question: string, n: number) => Awaitable<string | null>

export interface Sources {
  weather: Source
  rates: Source
  news: Source
}

const answering = (answer: string): Source =>
  coroutine(function* answering() {
    yield* sleep(50)
    return answer
  })

/** How long a source is silent that does not answer, in ms. */
const SILENCE = 60_000
export const silent = () => sleep(SILENCE, null)

export const ok = (body: string) => `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`
export const busy = 'HTTP/1.1 503 Busy\r\ncontent-length: 0\r\nretry-after: 1\r\n\r\n'

export const fine: Sources = {
  weather: answering(ok('{"sky":"clear","temperature":7}')),
  rates: answering('11.5\n'),
  news: answering(ok('A festival opens, and a strike is over. The port is closed; the team wins.')),
}

/** When a source was asked what. */
export interface Asked {
  readonly source: keyof Sources
  readonly question: string
  readonly when: number
}

export interface World {
  readonly service: ReturnType<typeof briefingService>
  readonly asked: Asked[]
  /** What reached the exception handler of the loop. */
  readonly reported: string[]
}

/**
 * Runs the service and `visit`, a client of it, on virtual time. The service is stopped when the client has
 * left.
 */
export function simulate<T>(sources: Partial<Sources>, visit: (world: World) => Awaitable<T>): T {
  using loop = new VirtualLoop()
  const reported: string[] = []
  loop.setExceptionHandler((_loop, { message }) => reported.push(message ?? 'an error'))
  const said = [vi.spyOn(console, 'log'), vi.spyOn(console, 'warn')]
  for (const spy of said) spy.mockImplementation(() => {})
  try {
    return loop.runSync(function* () {
      const network = new MemoryNetwork({ latency: 5 })
      const world: World = { service: briefingService(settings), asked: [], reported }
      const servers = yield* startSources({ ...fine, ...sources }, network, world.asked)
      currentNetwork.set(network.host('briefing'))
      const running = createTask(world.service.run())
      while (!world.service.health().ready && !running.done()) yield* sleep(10)
      if (running.done()) running.result()
      currentNetwork.set(network.host('client'))
      const result = yield* visit(world)
      world.service.stop('the visit is over')
      yield* running
      for (const server of servers) server.close()
      for (const writer of opened.splice(0)) writer.transport.abort()
      // Sources that do not answer give up by then.
      yield* sleep(SILENCE)
      loop.expectNoLeaks()
      return result
    })
  } finally {
    for (const spy of said) spy.mockRestore()
  }
}

const startSources = coroutine(function* startSources(
  sources: Sources,
  network: MemoryNetwork,
  asked: Asked[],
) {
  const servers = []
  for (const source of ['weather', 'rates', 'news'] as const) {
    let n = 0
    currentNetwork.set(network.host(source))
    const answer = (question: string) => {
      asked.push({ source, question, when: getRunningLoop().time() })
      return sources[source](question, ++n)
    }
    const serve = source === 'rates' ? linesOf(answer) : onceOf(answer)
    servers.push(yield* startServer(serve, { port: settings[source].port }))
  }
  return servers
})

type Answer = (question: string) => Awaitable<string | null>

const linesOf = (answer: Answer) =>
  function* (reader: StreamReader, writer: StreamWriter) {
    for (;;) {
      const question = text(yield* reader.readLine()).trim()
      const line = question === '' ? null : yield* answer(question)
      if (line === null) return
      writer.write(line)
      yield* writer.drain()
    }
  }

const onceOf = (answer: Answer) =>
  function* (reader: StreamReader, writer: StreamWriter) {
    const { first } = yield* readHead(reader)
    const told = yield* answer(first.split('/').at(-2)!.split(' ')[0]!)
    if (told !== null) writer.write(told)
  }

/** The connections of all clients. */
const opened: StreamWriter[] = []

/** A client that keeps its connection between requests. */
export class Client {
  #streams: [StreamReader, StreamWriter] | null = null;

  *get<T = Briefing>(path: string): Generator<Suspension, { status: number; body: T }, unknown> {
    if (this.#streams === null) {
      this.#streams = yield* openConnection(settings.listen)
      opened.push(this.#streams[1])
    }
    const [reader, writer] = this.#streams
    writer.write(`GET ${path} HTTP/1.1\r\nhost: briefing\r\n\r\n`)
    const { first, headers } = yield* readHead(reader)
    const body = JSON.parse(text(yield* reader.readExactly(Number(headers.get('content-length'))))) as T
    if (headers.get('connection') === 'close') this.#streams = null
    return { status: Number(first.split(' ')[1]), body }
  }

  /** Whether the service has closed the connection. */
  *isCut() {
    return text(yield* this.#streams![0].read()) === ''
  }
}

export const visitOf = <T = Briefing>(path: string) => new Client().get<T>(path)
