import { createTask, gather, getRunningLoop, sleep, throwIfCancelled } from '@acoro/core'
import { describe, expect, test } from 'vitest'
import { settingsFrom } from '../src/settings.ts'
import { moodOf } from '../src/sources/mood.ts'
import { busy, Client, fine, type Source, silent, simulate, visitOf } from './world.ts'

const MINUTE = 60_000
const now = () => getRunningLoop().time()

test('a briefing has the weather, the rate and the mood of the news', () => {
  const answer = simulate({}, () => visitOf('/briefing/oslo'))
  expect(answer).toEqual({
    status: 200,
    body: { city: 'oslo', weather: { sky: 'clear', temperature: 7 }, rate: 11.5, mood: 'glad' },
  })
})

test('twenty clients at once are one question to each source', () => {
  const asked = simulate({}, function* ({ asked }) {
    yield* sleep(1000)
    const before = asked.length
    yield* gather(Array.from({ length: 20 }, () => visitOf('/briefing/lima')))
    return asked.slice(before).map(({ source, question }) => `${source} ${question}`)
  })
  // The news are known since the start.
  expect(asked).toEqual(['rates PEN', 'weather lima'])
})

describe('a source', () => {
  test('that is busy is asked again when it says, and a gap stays a gap if it never answers', () => {
    const flaky: Source = (question, n) => (n % 2 === 1 ? sleep(5, busy) : fine.weather(question, n))
    simulate({ weather: flaky, rates: silent }, function* () {
      const { body } = yield* visitOf<object>('/briefing/tokyo')
      expect(body).toEqual({
        city: 'tokyo',
        weather: { sky: 'clear', temperature: 7 },
        rate: null,
        mood: 'glad',
      })
    })
  })

  test('that is slow has a rival after 300 ms; a connection without an answer is not used again', () => {
    const slow: Source = (question, n) => (n === 4 ? sleep(900, '99.9\n') : fine.rates(question, n))
    simulate({ rates: slow }, function* ({ asked }) {
      yield* sleep(1000)
      const start = now()
      const { body } = yield* visitOf('/briefing/oslo')
      expect(body.rate).toBe(11.5)
      expect(now() - start).toBeLessThan(450)
      yield* sleep(2000)
      expect((yield* visitOf('/briefing/oslo')).body.rate).toBe(11.5)
      expect(asked.filter(({ source }) => source === 'rates').length).toBe(6)
    })
  })
})

test('an hour: limits hold, an outage of the news is not felt, and is not made worse', () => {
  const weather: Source = function* (question, n) {
    if (n % 17 === 0) return yield* silent()
    return n % 5 === 0 ? busy : yield* fine.weather(question, n)
  }
  const rates: Source = function* (question, n) {
    if (n % 7 === 0) return null
    if (n % 4 === 0) yield* sleep(5000)
    return yield* fine.rates(question, n)
  }
  const isDown = () => now() > 10 * MINUTE && now() < 40 * MINUTE
  const news: Source = (question, n) => (isDown() ? sleep(20, busy) : fine.news(question, n))

  const { asked, answers, reported } = simulate({ weather, rates, news }, function* ({ asked, reported }) {
    const answers: { status: number; gaps: number; mood: unknown }[] = []
    const client = function* (city: string, pause: number) {
      const client = new Client()
      while (now() < 60 * MINUTE) {
        const { status, body } = yield* client.get(`/briefing/${city}`)
        const gaps = [body.weather, body.rate, body.mood].filter((part) => part === null).length
        answers.push({ status, gaps, mood: body.mood })
        yield* sleep(pause)
      }
    }
    yield* gather(
      [client('oslo', 15_000), client('lima', 20_000), client('tokyo', 25_000)].map((each) =>
        createTask(each),
      ),
    )
    return { asked, answers, reported }
  })

  expect(answers.length).toBeGreaterThan(500)
  expect(new Set(answers.map(({ status, mood }) => `${status} ${mood}`))).toEqual(new Set(['200 glad']))
  expect(answers.filter(({ gaps }) => gaps > 0).length).toBeLessThan(answers.length / 50)

  const times = (source: string) => asked.filter((each) => each.source === source).map(({ when }) => when)
  const weatherTimes = times('weather')
  const inAnySecond = weatherTimes.map(
    (when) => weatherTimes.filter((t) => t >= when && t < when + 1000).length,
  )
  expect(Math.max(...inAnySecond)).toBeLessThanOrEqual(5)
  const inOutage = times('news').filter((when) => when > 10 * MINUTE && when < 40 * MINUTE)
  expect(inOutage.length).toBeLessThan(60)
  expect(new Set(reported)).toEqual(new Set(['error in the refresh of mood']))
})

describe('told to stop, the service', () => {
  test('is not ready and still live, answers for as long as it drains, and finishes what is under way', () => {
    const slow: Source = (question, n) => (n === 4 ? sleep(4000, null) : fine.weather(question, n))
    simulate({ weather: slow }, function* ({ service }) {
      yield* sleep(1000)
      const idle = new Client()
      const busyClient = new Client()
      expect((yield* idle.get<object>('/ready')).status).toBe(200)
      const start = now()
      service.stop('SIGTERM')
      expect(yield* idle.isCut()).toBe(true)
      expect((yield* visitOf<object>('/ready')).status).toBe(503)
      expect((yield* visitOf<object>('/live')).body).toEqual({ live: true })
      yield* sleep(start + 4900 - now())
      const late = yield* busyClient.get('/briefing/oslo')
      expect([late.status, late.body.weather]).toEqual([200, { sky: 'clear', temperature: 7 }])
      expect(now() - start).toBeGreaterThan(5000)
      expect(service.health()).toMatchObject({ ready: false })
    })
  })

  test('accepts no connections once it has drained', () => {
    simulate({}, function* ({ service }) {
      service.stop('SIGTERM')
      yield* sleep(5100)
      let error: unknown
      try {
        yield* visitOf('/live')
      } catch (refused) {
        throwIfCancelled(refused)
        error = refused
      }
      expect(String(error)).toContain('ConnectionRefusedError')
    })
  })
})

test('what it does not know is an answer, too', () => {
  simulate({}, function* () {
    expect(yield* visitOf<object>('/briefing/atlantis')).toEqual({
      status: 404,
      body: { error: 'Expected /briefing/ and one of oslo, lima, tokyo' },
    })
  })
})

test('the mood is the balance of the words', () => {
  expect(['War is lost', 'The team wins', 'Nothing new', 'Storm, then calm', ''].map(moodOf)).toEqual([
    'grim',
    'glad',
    'even',
    'even',
    'even',
  ])
})

describe('settings', () => {
  const places = { WEATHER: 'w:1', RATES: 'r:2', NEWS: '::1:3' }
  test('come from the environment', () => {
    expect(settingsFrom({ ...places, PORT: '0' })).toEqual({
      listen: { host: '0.0.0.0', port: 0 },
      weather: { host: 'w', port: 1 },
      rates: { host: 'r', port: 2 },
      news: { host: '::1', port: 3 },
      threads: 2,
      drain: 5000,
    })
  })

  test.each([
    [{ ...places, WEATHER: undefined }, "Expected WEATHER=host:port in the environment, got ''"],
    [{ ...places, NEWS: 'news' }, "Expected NEWS=host:port in the environment, got 'news'"],
    [{ ...places, THREADS: 'two' }, "Expected THREADS in the environment to be a whole number, got 'two'"],
  ])('that are wrong are refused by name', (env, message) => {
    expect(() => settingsFrom(env)).toThrow(message)
  })
})
