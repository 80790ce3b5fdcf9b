/**
 * The parts of the service, in the order of their starts. They stop in reverse: the server first, so that
 * what it stands on is there until its last answer.
 */

import { asyncWith, coroutine, gather, getRunningLoop, sleep } from '@acoro/core'
import { ThreadPoolExecutor } from '@acoro/executors'
import { every, type PartScope, type Pool, Service } from '@acoro/service'
import { type Brief, briefingsFrom, CURRENCIES } from './briefing.ts'
import { type Pages, serveHttp } from './http/serve.ts'
import type { Settings } from './settings.ts'
import { moodFrom } from './sources/news.ts'
import { connectionsTo, rateFrom } from './sources/rates.ts'
import { weatherOf } from './sources/weather.ts'

export function briefingService(settings: Settings): Service {
  const connections = connectionsTo(settings.rates)
  const brief = briefingsFrom({
    weather: weatherOf(settings.weather),
    rate: rateFrom(connections),
    mood: moodFrom(settings.news),
  })
  const service = new Service({ name: 'briefing', drain: settings.drain })
  return service
    .add('threads', (part) => threads(part, settings.threads))
    .add('connections', (part) => keepOpen(part, connections))
    .add('warm-up', (part) => keepWarm(part, brief))
    .add('server', (part) => serveHttp(part, settings.listen, pagesOf(service, brief)))
}

/** Makes worker threads the default of `toThread`. The loop ends them at its own end. */
const threads = coroutine(function* threads(part: PartScope, maxWorkers: number) {
  if (maxWorkers > 0) getRunningLoop().setDefaultExecutor(new ThreadPoolExecutor({ maxWorkers }))
  part.started()
  yield* sleep(Infinity)
})

/** Keeps a pool open for as long as the part runs. */
const keepOpen = coroutine(function* keepOpen<T>(part: PartScope, pool: Pool<T>) {
  yield* asyncWith(pool, function* () {
    part.started()
    yield* sleep(Infinity)
  })
})

/** Asks for all cities once a minute, so that the mood of their news is known before a client asks. */
const keepWarm = coroutine(function* keepWarm(part: PartScope, brief: Brief) {
  part.started()
  yield* every(60_000, () => gather(Array.from(CURRENCIES.keys(), (city) => brief(city))), {
    immediate: true,
  })
})

function pagesOf(service: Service, brief: Brief): Pages {
  return coroutine(function* page(path: string) {
    if (path === '/ready') {
      const health = service.health()
      return { status: health.ready ? 200 : 503, body: health }
    }
    if (path === '/live') return { status: 200, body: { live: service.health().live } }
    const city = path.slice('/briefing/'.length)
    if (path.startsWith('/briefing/') && CURRENCIES.has(city))
      return { status: 200, body: yield* brief(city) }
    return {
      status: 404,
      body: { error: `Expected /briefing/ and one of ${[...CURRENCIES.keys()].join(', ')}` },
    }
  })
}
