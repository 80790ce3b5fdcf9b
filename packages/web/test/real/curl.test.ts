// only on server: it starts processes

// curl, a client that was made by others: what it sends is whole, and what it leaves is left.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createHttp2 } from 'node:http2'
import { fromPromise } from '@acoro/compat'
import { emit, sleep } from '@acoro/core'
import { eventStream, handler, type RequestEnd, streamed } from '@acoro/web'
import { nodeHandler, toListener } from '@acoro/web/node'
import { afterEach, expect, test } from 'vitest'
import { portOf } from '../support/client-goes.ts'
import { signalled } from '../support/serving.ts'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** The requests that have ended. */
class Ends {
  readonly log: string[] = []
  #next = signalled()
  readonly onEnd = ({ name, status, outcome }: RequestEnd): void => {
    this.log.push(`${name} ${status} ${outcome}`)
    this.#next.fire()
    this.#next = signalled()
  }

  async until(count: number): Promise<string[]> {
    while (this.log.length < count) await this.#next.promise
    return this.log
  }
}

async function listening(
  listener: RequestListener,
  make: typeof createServer = createServer,
): Promise<string> {
  const server = make(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => {
    server.closeAllConnections?.()
    server.close()
  })
  return `http://127.0.0.1:${portOf(server)}`
}

interface Curl {
  readonly process: ChildProcess
  /** Resolves to all that it has printed, once `text` is the end of that. */
  until(text: string): Promise<string>
  /** Its exit code and what it printed. */
  readonly ended: Promise<[code: number | null, printed: string]>
}

/** Starts curl. Input is a body: `--data-binary @-`. */
function curl(args: readonly string[], input?: string): Curl {
  const process = spawn('curl', ['--silent', '--no-buffer', ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  closers.push(() => process.kill('SIGKILL'))
  let printed = ''
  let more = signalled()
  process.stdout.on('data', (chunk) => {
    printed += chunk
    more.fire()
    more = signalled()
  })
  process.stdin.on('error', () => {})
  process.stdin.end(input)
  const ended = new Promise<[number | null, string]>((resolve, reject) => {
    process.on('error', () => reject(new Error('there is no curl here: install the package curl')))
    process.on('close', (code) => resolve([code, printed]))
  })
  ended.catch(() => {})
  const until = async (text: string): Promise<string> => {
    while (!printed.endsWith(text)) await more.promise
    return printed
  }
  return { process, until, ended }
}

const prints = async (...args: Parameters<typeof curl>): Promise<string> => (await curl(...args).ended)[1]

const large = 'x'.repeat(3_000_000)

/** Answers with the length of what it got, and how often it was cancelled. */
const lengthOf = (ends: Ends) =>
  toListener(
    handler(
      function* (request) {
        const { length } = yield* fromPromise(request.text())
        yield* sleep(1)
        return Response.json({ length, type: request.headers.get('content-type')?.split(';')[0] ?? null })
      },
      { onEnd: ends.onEnd },
    ),
  )

test('whole requests of every kind are answered, and none is cancelled', async () => {
  const ends = new Ends()
  const url = await listening(lengthOf(ends))
  const told = [
    await prints([`${url}/get`]),
    await prints(['--json', '{"a":1}', `${url}/json`]),
    // Above a megabyte curl asks first, by Expect: 100-continue.
    await prints(['--data-binary', '@-', `${url}/large`], large),
    await prints(['--header', 'transfer-encoding: chunked', '--data-binary', '@-', `${url}/chunks`], large),
    await prints(['--request', 'POST', `${url}/empty`]),
    (await prints(['--form', 'a=1', '--form', 'b=2', `${url}/form`])).replace(/\d+/, 'some'),
    await prints([`${url}/[1-3]`]),
    await prints(['--head', '--write-out', '%{http_code}', '--output', '/dev/null', `${url}/head`]),
    await prints(['--http1.0', `${url}/old`]),
  ]
  const got = (length: number | string, type: string | null): string =>
    `{"length":${length},"type":${type === null ? 'null' : `"${type}"`}}`
  const form = 'application/x-www-form-urlencoded'
  expect(told).toEqual([
    got(0, null),
    got(7, 'application/json'),
    got(3_000_000, form),
    got(3_000_000, form),
    got(0, null),
    got('some', 'multipart/form-data'),
    got(0, null).repeat(3),
    '200',
    got(0, null),
  ])
  const names = ['GET /get', 'POST /json', 'POST /large', 'POST /chunks', 'POST /empty', 'POST /form']
  const after = [...names, 'GET /1', 'GET /2', 'GET /3', 'HEAD /head', 'GET /old']
  expect(await ends.until(11)).toEqual(after.map((name) => `${name} 200 answered`))
})

test('over HTTP/2, three requests at once', async () => {
  const ends = new Ends()
  const all = signalled()
  let count = 0
  const url = await listening(
    nodeHandler(
      function* (req, res) {
        if (++count === 3) all.fire()
        // Each waits for all: so they are under way together.
        yield* fromPromise(all.promise)
        res.end(`${req.httpVersion} `)
      },
      { onEnd: ends.onEnd },
    ),
    createHttp2 as never,
  )
  const args = ['--http2-prior-knowledge', '--parallel', '--parallel-immediate']
  expect(await prints([...args, `${url}/a`, `${url}/b`, `${url}/c`])).toBe('2.0 2.0 2.0 ')
  expect((await ends.until(3)).sort()).toEqual(['a', 'b', 'c'].map((name) => `GET /${name} 200 answered`))
})

test('one that is killed, or runs out of its time, cancels its request once', async () => {
  const ends = new Ends()
  const log: string[] = []
  let waiting = signalled()
  const url = await listening(
    nodeHandler(
      function* (req) {
        try {
          waiting.fire()
          yield* sleep(60_000)
        } catch (error) {
          log.push(`${req.url} ${error}`)
          throw error
        }
      },
      { onEnd: ends.onEnd },
    ),
  )
  const killed = curl(['--data', 'a whole body', `${url}/killed`])
  await waiting.promise
  killed.process.kill('SIGKILL')
  await ends.until(1)
  waiting = signalled()
  const [code] = await curl(['--max-time', '0.2', `${url}/late`]).ended
  await ends.until(2)
  expect([code, ends.log, log]).toEqual([
    28,
    ['POST /killed 499 left', 'GET /late 499 left'],
    ['/killed CancelledError: the client has gone', '/late CancelledError: the client has gone'],
  ])
})

test('one that reads slowly holds back the body, which is whole in the end', async () => {
  const ends = new Ends()
  let made = 0
  const url = await listening(
    toListener(
      handler(
        () =>
          sleep(
            0,
            streamed(function* () {
              for (; made < 50; made++) yield* emit('x'.repeat(65_536))
            }),
          ),
        { onEnd: ends.onEnd },
      ),
    ),
  )
  const slow = curl(['--limit-rate', '20M', '--output', '/dev/null', '--write-out', '%{size_download}', url])
  expect([await slow.ended, made, await ends.until(1)]).toEqual([
    [0, String(50 * 65_536)],
    50,
    ['GET / 200 answered'],
  ])
})

test('a stream of events arrives as it is sent, and ends when curl goes', async () => {
  const ends = new Ends()
  let closed = 0
  let next = signalled()
  const url = await listening(
    toListener(
      handler(
        () =>
          sleep(
            0,
            eventStream(function* () {
              try {
                for (let id = 1; ; id++) {
                  yield* emit({ id, data: 'news' })
                  yield* fromPromise(next.promise)
                }
              } finally {
                closed++
              }
            }),
          ),
        { onEnd: ends.onEnd },
      ),
    ),
  )
  const reader = curl([url])
  const first = await reader.until('\n\n')
  const fire = next.fire
  next = signalled()
  fire()
  const second = await reader.until('id: 2\ndata: news\n\n')
  reader.process.kill('SIGTERM')
  expect([first, second, await ends.until(1), closed]).toEqual([
    'id: 1\ndata: news\n\n',
    'id: 1\ndata: news\n\nid: 2\ndata: news\n\n',
    ['GET / 499 left'],
    1,
  ])
})
