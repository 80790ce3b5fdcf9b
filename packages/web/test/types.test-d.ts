// What the types of the web say to those who use them.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Coroutine, type Suspension, sleep } from '@acoro/core'
import { type FetchResponse, fetch, handler, type RequestContext, type RequestHandler } from '@acoro/web'
import { express, nodeHandler, serve, type WebServer } from '@acoro/web/node'
import { frame, LatestTask, type TaskState } from '@acoro/web/page'
import { useTask } from '@acoro/web/react'
import {
  connectWebSocket,
  Room,
  type UpgradeListener,
  upgrade,
  type WebSocketConnection,
  type WebSocketMessage,
} from '@acoro/web/ws'
import { expectTypeOf, test } from 'vitest'

test('fetch', () => {
  expectTypeOf(fetch('http://x')).toEqualTypeOf<Coroutine<FetchResponse>>()
  // @ts-expect-error an address is text, a URL or a Request.
  fetch(5)
})

test('handler: the platform is what stands behind the request', () => {
  const plain = handler(function* (request, context) {
    expectTypeOf(request).toEqualTypeOf<Request>()
    expectTypeOf(context.platform).toEqualTypeOf<readonly unknown[]>()
    yield* sleep(1)
    return new Response()
  })
  expectTypeOf(plain).toExtend<RequestHandler<readonly unknown[]>>()
  const worker = handler(function* (
    _request: Request,
    context: RequestContext<readonly [env: { KEY: string }]>,
  ) {
    expectTypeOf(context.platform[0].KEY).toEqualTypeOf<string>()
    yield* sleep(1)
    return new Response()
  })
  expectTypeOf(worker(new Request('http://x'), { KEY: '' })).toEqualTypeOf<Promise<Response>>()
  // @ts-expect-error the platform is missing.
  worker(new Request('http://x'))
  // @ts-expect-error no Response is returned.
  handler(function* () {
    yield* sleep(1)
  })
})

test('the ways to answer on Node', () => {
  nodeHandler(function* (req, res) {
    expectTypeOf(req).toEqualTypeOf<IncomingMessage>()
    expectTypeOf(res).toEqualTypeOf<ServerResponse>()
    yield* sleep(1)
  })
  express(function* (_req, res, context) {
    expectTypeOf(context.platform[0]).toBeFunction()
    yield* sleep(1)
    res.end()
  })
  expectTypeOf(serve(() => {})).toEqualTypeOf<Coroutine<WebServer>>()
  // @ts-expect-error a number is no application.
  serve(5)
})

test('WebSockets', () => {
  const listener = upgrade(function* (socket, request) {
    expectTypeOf(socket).toEqualTypeOf<WebSocketConnection>()
    expectTypeOf(request).toEqualTypeOf<IncomingMessage>()
    expectTypeOf(yield* socket.receive()).toEqualTypeOf<WebSocketMessage>()
  })
  expectTypeOf(listener).toEqualTypeOf<UpgradeListener>()
  serve(() => {}, { upgrade: listener })
  expectTypeOf(connectWebSocket('ws://x')).toEqualTypeOf<Coroutine<WebSocketConnection>>()
  // @ts-expect-error objects go through JSON.stringify().
  new Room().broadcast({})
  // @ts-expect-error a WebSocket has no deadline for its answer.
  upgrade(() => sleep(1), { timeout: 5 })
})

test('pages', () => {
  const used = useTask(function* (): Generator<Suspension, number, unknown> {
    yield* sleep(1)
    return 5
  }, [])
  expectTypeOf(used.value).toEqualTypeOf<number | undefined>()
  expectTypeOf(frame()).toEqualTypeOf<Coroutine<number>>()
  new LatestTask<string>((state) => expectTypeOf(state).toEqualTypeOf<TaskState<string>>())
  // @ts-expect-error the task is of another type.
  new LatestTask<string>(() => {}).start(() => sleep(1, 5))
})
