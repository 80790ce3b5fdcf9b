// A server of Bun or Deno for the table «what happens when the client goes away». The test asks how its
// requests fare through paths of their own: /.waiting, /.go, /.ended. It prints its address.

import { fromPromise } from '@acoro/compat'
import { emit } from '@acoro/core'
import { handler, streamed } from '@acoro/web'
import { Prober } from '../support/prober.ts'

const probe = new Prober()

const handle = handler(
  function* (request) {
    if (request.method === 'POST') yield* fromPromise(request.json())
    yield* probe.work()
    return new Response('answered')
  },
  { onEnd: probe.onEnd },
)

/** The body of `/stream`: it ends when the client has gone, or after three pieces. */
const streaming = handler(
  function* () {
    return streamed(function* () {
      yield* emit('first;')
      yield* probe.work()
      yield* emit('last')
    })
  },
  { onEnd: probe.onEnd },
)

async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  if (pathname === '/.waiting') await probe.waiting()
  else if (pathname === '/.go') probe.go()
  else if (pathname === '/.ended') return new Response(await probe.ended())
  else if (pathname === '/stream') return streaming(request)
  else return handle(request)
  return new Response()
}

interface Platforms {
  Bun?: { serve(options: object): { port: number } }
  Deno?: {
    serve(options: object, answer: (request: Request) => Promise<Response>): { addr: { port: number } }
  }
}

const { Bun, Deno } = globalThis as Platforms
if (Bun !== undefined) {
  console.log(
    `http://127.0.0.1:${Bun.serve({ port: 0, hostname: '127.0.0.1', idleTimeout: 60, fetch: answer }).port}/`,
  )
} else if (Deno !== undefined) {
  const server = Deno.serve({ port: 0, hostname: '127.0.0.1', onListen() {} }, answer)
  console.log(`http://127.0.0.1:${server.addr.port}/`)
}
