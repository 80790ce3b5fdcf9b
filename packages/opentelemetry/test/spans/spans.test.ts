// only on server: it needs what `node:async_hooks` has

import { AsyncLocalStorage } from 'node:async_hooks'
import {
  type Body,
  coroutine,
  createTask,
  gather,
  getRunningLoop,
  sleep,
  taskGroup,
  timeout,
} from '@acoro/core'
import { VirtualLoop } from '@acoro/testing'
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { Traced } from '../support/traced.ts'

function ran<T>(main: Body<T>): T {
  using loop = new VirtualLoop()
  return loop.runSync(main)
}

test('named tasks, tasks of groups, groups and timeouts are spans below one another; others are none', async () => {
  await using traced = new Traced()
  const load = coroutine(function* load() {
    yield* sleep(10)
  })
  const handle = coroutine(function* handle() {
    yield* taskGroup(function* (group) {
      group.createTask(load())
      yield* timeout(1000, load())
    })
  })
  ran(function* main() {
    yield* gather(createTask(handle(), { name: 'GET /a' }), createTask(load()))
  })
  expect(traced.paths()).toEqual([
    'handle/taskGroup/timeout',
    'handle/taskGroup/load',
    'handle/taskGroup',
    'handle',
  ])
  const { attributes, kind, status } = traced.span('handle')
  expect([kind, status.code]).toEqual([SpanKind.INTERNAL, SpanStatusCode.UNSET])
  expect(attributes).toEqual({
    'acoro.task.id': expect.any(Number),
    'acoro.task.name': 'GET /a',
    'acoro.task.outcome': 'returned',
    'acoro.task.steps': 3,
    'acoro.task.busy_time': expect.any(Number),
    'code.function.name': 'handle',
    'thread.id': expect.any(Number),
  })
  expect(traced.span('load').attributes['acoro.group.name']).toBe('handle')
  expect(traced.span('timeout').attributes).toEqual({
    'acoro.scope.outcome': 'returned',
    'acoro.timeout.expired': false,
  })
})

test('a step runs in the context of its task, whoever wakes it, and stores are kept', async () => {
  await using _traced = new Traced({ tasks: 'all' })
  const user = new AsyncLocalStorage<string>()
  const seen: (string | undefined)[] = []
  const spanNow = (): string | undefined => {
    const span = trace.getActiveSpan() as { readonly name?: string } | undefined
    return span?.name
  }
  ran(function* main() {
    const loop = getRunningLoop()
    const door = loop.createFuture<void>()
    const waits = coroutine(function* waits() {
      yield* door
      seen.push(`${spanNow()} ${user.getStore()}`)
      yield* timeout(100, sleep(1))
      seen.push(`${spanNow()} ${user.getStore()}`)
      yield* timeout(100, function* () {
        yield* sleep(1)
        seen.push(`${spanNow()} ${user.getStore()}`)
      })
    })
    const opens = coroutine(function* opens() {
      yield* sleep(5)
      door.setResult()
      seen.push(`${spanNow()} ${user.getStore()}`)
    })
    yield* gather(
      user.run('Ada', () => createTask(waits())),
      user.run('Bob', () => createTask(opens())),
    )
  })
  expect(seen).toEqual(['opens Bob', 'waits Ada', 'waits Ada', 'waits Ada'])
})

test('what the program makes the active span is the parent, and its children belong to the task', async () => {
  await using traced = new Traced()
  const { tracer } = traced
  ran(function* main() {
    const span = tracer.startSpan('request')
    yield* context.with(trace.setSpan(context.active(), span), () =>
      createTask(
        coroutine(function* handle() {
          yield* sleep(1)
          tracer.startSpan('query').end()
        })(),
        { name: 'handle' },
      ),
    )
    span.end()
  })
  expect(traced.paths().sort()).toEqual(['request', 'request/handle', 'request/handle/query'])
})

test('without a context manager tasks are below the tasks that made them all the same', async () => {
  await using traced = new Traced()
  context.disable()
  ran(function* main() {
    yield* taskGroup(function* (group) {
      group.createTask(
        coroutine(function* outer() {
          yield* createTask(sleep(1), { name: 'inner' })
        })(),
      )
    })
  })
  expect(traced.paths()).toEqual(['taskGroup/outer/sleep', 'taskGroup/outer', 'taskGroup'])
})

test('a failure has its class and its message, also a strange one; a cancellation has its message and no error', async () => {
  await using traced = new Traced()
  const evil = new Proxy(new Error('x'), {
    get: () => {
      throw new Error('a getter')
    },
  })
  const throws = coroutine(function* throws(thrown: unknown) {
    yield* sleep(1)
    throw thrown
  })
  ran(function* main() {
    const tasks = [new RangeError('too far'), undefined, 'text', evil].map((thrown, n) =>
      createTask(throws(thrown), { name: `fails ${n}` }),
    )
    const stopped = createTask(sleep(1000), { name: 'stopped' })
    yield* sleep(2)
    stopped.cancel('no longer wanted')
    yield* gather([...tasks, stopped], { returnExceptions: true })
  })
  const failed = traced.spans.filter(({ status }) => status.code === SpanStatusCode.ERROR)
  expect(failed.map(({ attributes, status }) => [attributes['error.type'], status.message])).toEqual([
    ['RangeError', 'too far'],
    ['undefined', 'undefined'],
    ['string', 'text'],
    ['object', 'no message'],
  ])
  const stopped = traced.span('sleep')
  expect(stopped.status).toEqual({ code: SpanStatusCode.UNSET })
  expect(stopped.attributes).toMatchObject({
    'acoro.task.outcome': 'cancelled',
    'acoro.cancel.message': 'no longer wanted',
  })
})

test('errors are log records of the logger, in the context of the task', async () => {
  const records: { body: string; attributes: Record<string, string>; context: never }[] = []
  await using traced = new Traced({ logger: { emit: (record) => records.push(record as never) } })
  ran(function* main() {
    const task = createTask(
      coroutine(function* fails() {
        yield* sleep(1)
        throw new RangeError('too far')
      })(),
      { name: 'fails' },
    )
    yield* gather([task], { returnExceptions: true })
  })
  expect(records).toMatchObject([
    {
      severityNumber: 17,
      body: 'too far',
      attributes: {
        'exception.type': 'RangeError',
        'exception.stacktrace': expect.stringContaining('too far'),
      },
    },
  ])
  const { spanId } = traced.span('fails').spanContext()
  expect(trace.getSpanContext(records[0]?.context as never)?.spanId).toBe(spanId)
})

test('looking at an error does not silence the report that nobody has handled it', async () => {
  await using _traced = new Traced()
  using loop = new VirtualLoop()
  const reports: unknown[] = []
  loop.setExceptionHandler((_loop, { exception }) => reports.push(exception))
  const error = new Error('forgotten')
  loop.runSync(function* main() {
    createTask(
      coroutine(function* fails() {
        throw error
      })(),
      { name: 'fails' },
    )
    yield* sleep(1)
  })
  loop.close()
  expect(reports).toEqual([error])
})

test('a timeout that passed and a group with a failed child say so', async () => {
  await using traced = new Traced()
  ran(function* main() {
    const outcomes = yield* gather(
      [
        createTask(timeout(5, sleep(100))),
        createTask(
          taskGroup(function* (group) {
            group.createTask(
              coroutine(function* fails() {
                yield* sleep(1)
                throw new TypeError('bad')
              })(),
            )
          }),
        ),
      ],
      { returnExceptions: true },
    )
    return outcomes
  })
  expect(traced.span('timeout').attributes).toMatchObject({
    'acoro.timeout.expired': true,
    'acoro.scope.outcome': 'cancelled',
  })
  expect(traced.span('taskGroup')).toMatchObject({
    status: { code: SpanStatusCode.ERROR, message: 'bad' },
    attributes: { 'error.type': 'TypeError', 'acoro.scope.outcome': 'failed' },
  })
})

test('minTime makes a span of what took long, at its end', async () => {
  await using traced = new Traced({ minTime: 1 })
  ran(function* main() {
    yield* gather(
      createTask(
        coroutine(function* burns() {
          for (const end = performance.now() + 5; performance.now() < end; );
        })(),
      ),
    )
  })
  expect(traced.paths()).toContain('burns')
  const [seconds, nanos] = traced.span('burns').duration
  expect(seconds * 1000 + nanos / 1e6).toBeGreaterThanOrEqual(5)
})

test('a generator does not tell its function, so the name of its task stands for it, without numbers', async () => {
  await using traced = new Traced({ tasks: 'all' })
  ran(function* main() {
    function* nap() {
      yield* sleep(1)
    }
    yield* gather(createTask(nap(), { name: 'nap 4711' }), createTask(nap()))
  })
  expect(traced.paths()).toEqual(['main/nap #', 'main/task', 'main'])
})

test('none, or without scopes: the context is kept, and there are no spans', async () => {
  await using traced = new Traced({ tasks: 'none', scopes: false })
  const parents: (string | undefined)[] = []
  ran(function* main() {
    const span = traced.tracer.startSpan('request')
    yield* context.with(trace.setSpan(context.active(), span), () =>
      createTask(
        taskGroup(function* () {
          yield* sleep(1)
          parents.push(trace.getActiveSpan()?.spanContext().spanId)
        }),
        { name: 'handle' },
      ),
    )
    span.end()
  })
  expect(parents).toEqual([traced.span('request').spanContext().spanId])
  expect(traced.paths()).toEqual(['request'])
})

test('links lead to the traces that woke a task, sixteen at most', async () => {
  await using traced = new Traced({ links: true })
  ran(function* main() {
    const loop = getRunningLoop()
    let door = loop.createFuture<void>()
    const listens = createTask(
      coroutine(function* listens() {
        for (let n = 0; n < 20; n++) {
          yield* door
          door = loop.createFuture<void>()
        }
      })(),
      { name: 'listens' },
    )
    for (let n = 0; n < 20; n++) {
      yield* createTask(
        coroutine(function* rings() {
          yield* sleep(1)
          door.setResult()
        })(),
        { name: `rings ${n}` },
      )
    }
    yield* listens
  })
  const { links } = traced.span('listens')
  const rings = traced.spans.filter(({ name }) => name === 'rings').map((span) => span.spanContext().traceId)
  expect(links.map((link) => link.context.traceId)).toEqual(rings.slice(0, 16))
})

test('a processor that throws harms no task', async () => {
  await using traced = new Traced()
  const bad = {
    onStart: () => {
      throw new Error('bad processor')
    },
    onEnd: () => {},
    forceFlush: async () => {},
    shutdown: async () => {},
  }
  const { BasicTracerProvider } = await import('@opentelemetry/sdk-trace-base')
  traced.instrumentation.setTracerProvider(new BasicTracerProvider({ spanProcessors: [bad] }))
  expect(
    ran(function* main() {
      return yield* createTask(sleep(1, 'done'), { name: 'nap' })
    }),
  ).toBe('done')
})
