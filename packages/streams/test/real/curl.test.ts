import { gather, getRunningLoop, run, type Suspension } from '@acoro/core'
import { createSubprocessExec, type StreamReader, type StreamWriter, startServer } from '@acoro/streams'
import { expect, it } from 'vitest'
import { serverTls } from '../support/certificates.ts'
import { describeWith } from '../support/programs.ts'
import { leavesNothingOpen } from '../support/resources.ts'
import { pattern, sameBytes, text } from '../support/text.ts'

leavesNothingOpen()

const host = '127.0.0.1'
const large = pattern(3 << 20)

/**
 * A small HTTP/1.1 server. It keeps connections alive, and answers /large with 3 MiB and POST with what was
 * posted.
 */
function* serveHttp(reader: StreamReader, writer: StreamWriter): Generator<Suspension, void, unknown> {
  for (;;) {
    const [requestLine = '', ...headers] = text(yield* reader.readUntil('\r\n\r\n'))
      .trim()
      .split('\r\n')
    const [method, path] = requestLine.split(' ')
    const header = (name: string) =>
      headers
        .find((line) => line.toLowerCase().startsWith(`${name}:`))
        ?.slice(name.length + 1)
        .trim()
    if (header('expect') !== undefined) writer.write('HTTP/1.1 100 Continue\r\n\r\n')
    const posted = yield* reader.readExactly(Number(header('content-length') ?? 0))
    const body =
      method === 'POST' ? posted : path === '/large' ? large : Buffer.from(`you asked for ${path}\n`)
    writer.writeLines([`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`, body])
    yield* writer.drain()
  }
}

/** What curl prints. */
function* curl(...args: string[]): Generator<Suspension, Uint8Array, unknown> {
  const child = yield* createSubprocessExec('curl', ['--silent', '--show-error', ...args], {
    stdout: 'pipe',
    stdin: 'pipe',
  })
  const [stdout] = yield* child.communicate(large)
  expect(child.returncode).toBe(0)
  return stdout!
}

function* served(
  tls: typeof serverTls | undefined,
  body: (url: string) => Generator<Suspension, void, unknown>,
) {
  const server = yield* startServer(serveHttp, { host, port: 0, tls })
  // curl hangs up when it has what it wanted; the server's coroutine then finds an incomplete request.
  const errors: string[] = []
  getRunningLoop().setExceptionHandler((_loop, context) => errors.push((context.exception as Error).name))
  yield* body(`${tls === undefined ? 'http' : 'https'}://localhost:${server.address.port}`)
  expect(errors.every((name) => name === 'IncompleteReadError')).toBe(true)
  server.close()
  server.closeClients()
  yield* server.waitClosed()
}

describeWith('curl', 'a client of a small server', () => {
  it('asks twice on one connection', () =>
    run(
      served(undefined, function* (url) {
        expect(text(yield* curl('-4', `${url}/one`, `${url}/two`))).toBe(
          'you asked for /one\nyou asked for /two\n',
        )
      }),
    ))

  it('gets, and posts, three megabytes', () =>
    run(
      served(undefined, function* (url) {
        expect(sameBytes(yield* curl('-4', `${url}/large`), large)).toBe(true)
        expect(sameBytes(yield* curl('-4', '--data-binary', '@-', `${url}/`), large)).toBe(true)
      }),
    ))

  it('is one of several at once, under TLS', () =>
    run(
      served(serverTls, function* (url) {
        const ca = new URL('../fixtures/ca.pem', import.meta.url).pathname
        const answers = yield* gather(
          ...['/a', '/b', '/c'].map((path) => curl('-4', '--cacert', ca, url + path)),
        )
        expect(answers.map(text)).toEqual(['/a', '/b', '/c'].map((path) => `you asked for ${path}\n`))
      }),
    ))
})
