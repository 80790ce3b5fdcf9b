import { fromPromise } from '@acoro/compat'
import { type Awaitable, coroutine, getRunningLoop, taskGroup, throwIfCancelled } from '@acoro/core'
import { ThreadPoolExecutor } from '@acoro/executors'
import type { Server } from '@acoro/streams'
import { isWanted } from '../crawl/address-filter.ts'
import type { AnswerCache } from '../crawl/answer-cache.ts'
import { crawl } from '../crawl/crawl.ts'
import { CrawlState } from '../crawl/crawl-state.ts'
import type { Farm } from '../farm/farm.ts'
import { NoWorkersError } from '../farm/no-workers.ts'
import { EventFeed } from '../feed/event-feed.ts'
import type { Fetcher } from '../fetch/fetcher.ts'
import { fileFetcher } from '../fetch/file-fetcher.ts'
import { httpFetcher } from '../fetch/http-fetcher.ts'
import { LiveProgress } from '../progress/live-progress.ts'
import { PlainProgress } from '../progress/plain-progress.ts'
import { type Progress, showProgress } from '../progress/progress.ts'
import { buildReport } from '../report/build-report.ts'
import { comparePlanted } from '../report/compare-planted.ts'
import { count } from '../report/count.ts'
import { formatJson } from '../report/format-json.ts'
import { formatText } from '../report/format-text.ts'
import type { Report } from '../report/report.ts'
import { type BundledSite, openBundledSite } from '../site/bundled-site.ts'
import { DiskError } from '../store/disk-error.ts'
import { exitCodeOf } from './exit-code.ts'
import { checkWritable, readCache, readState } from './files.ts'
import type { Settings } from './parse-arguments.ts'
import { readDocuments } from './read-documents.ts'
import { saveNowAndThen } from './save-state.ts'
import { onPort, serveBundledSite } from './serve.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { writeResults } from './write-results.ts'

/**
 * The command, from settings to exit code.
 *
 * Ctrl-C shapes it: main is cancelled where it waits, and every block on the way out cleans up, innermost
 * first (the requests, the bar, the feed). A `finally` prints the report and saves the state, with all that
 * is known by then.
 */
export const linkcheck = coroutine(function* linkcheck(settings: Settings, terminal: Terminal) {
  try {
    if (settings.serve !== undefined) return yield* serveBundledSite(settings.serve, terminal)
    return yield* check(settings, terminal)
  } catch (error) {
    throwIfCancelled(error)
    const complaint = complaintIn(error)
    if (complaint === undefined) throw error
    terminal.writeError(`linkcheck: ${complaint}\n`)
    return 2
  }
})

/**
 * The message of an error that the user can do something about, also inside an error group. Any other error
 * is our bug.
 */
function complaintIn(error: unknown): string | undefined {
  if (error instanceof UsageError || error instanceof DiskError || error instanceof NoWorkersError)
    return error.message
  if (!(error instanceof AggregateError)) return undefined
  return error.errors.map(complaintIn).find((complaint) => complaint !== undefined)
}

const check = coroutine(function* check(settings: Settings, terminal: Terminal) {
  for (const option of ['report', 'junit', 'state', 'cache'] as const) {
    if (settings[option] !== undefined) checkWritable(`--${option}`, settings[option])
  }
  const { state: file, starts } = settings
  using known = file === undefined ? undefined : readState(file, starts.join(' '))
  const cache =
    settings.cache === undefined ? undefined : readCache(settings.cache, Date.now, settings.cacheAge)
  const farm = yield* farmFor(settings, terminal)
  const documents = yield* readDocuments(starts, terminal)
  using site = starts.length === 0 ? yield* openBundledSite() : undefined
  const loop = getRunningLoop()
  // Worker threads that parse pages. They end with the run.
  loop.setDefaultExecutor(new ThreadPoolExecutor({ maxWorkers: 2, name: 'pages' }))
  const feed = new EventFeed()
  using state: CrawlState = new CrawlState(site?.url ?? starts, settings.depth, () => loop.time(), {
    maxPages: settings.maxPages,
    wants: (address) => isWanted(address, settings),
    ...(known && { known }),
    onVisit: (visit) => feed.visited(visit, state),
  })
  if (known)
    terminal.writeError(`going on from ${file}: ${count(known.size, 'address is', 'addresses are')} known\n`)

  const { listen } = settings
  const server = listen === undefined ? undefined : yield* onPort('listen', listen, feed.serve(listen, state))
  if (server) terminal.writeError(`events on ${server.address.host} port ${server.address.port}\n`)
  let complete = false
  let report: Report
  try {
    const fetcher = fileFetcher(httpFetcher({ ...settings, trusted: starts.filter(isHttp) }), documents)
    const crawling = crawlAndShow(state, fetcher, settings, terminal, cache, farm)
    yield* server === undefined ? crawling : feedWhile(crawling, feed, server, state)
    complete = true
  } finally {
    report = reportOn(state, complete, site)
    terminal.writeOut(settings.json ? formatJson(report) : formatText(report, terminal.color))
    writeResults(report, state, settings, terminal, cache)
  }
  return exitCodeOf(report, settings)
})

const feedWhile = coroutine(function* feedWhile(
  crawling: Awaitable<void>,
  feed: EventFeed,
  server: Server,
  state: CrawlState,
) {
  let complete = false
  try {
    yield* crawling
    complete = true
  } finally {
    yield* feed.end(server, complete, state)
  }
})

const crawlAndShow = coroutine(function* crawlAndShow(
  state: CrawlState,
  fetcher: Fetcher,
  settings: Settings,
  terminal: Terminal,
  cache: AnswerCache | undefined,
  farm: Farm | undefined,
) {
  using progress = progressOn(terminal)
  const { state: path, stateEvery: every } = settings
  const onFailure = ({ message }: DiskError) => progress.say(`linkcheck: the state is not saved: ${message}`)
  yield* taskGroup(function* (group) {
    group.createTask(showProgress(state, progress), { name: 'progress' })
    if (path !== undefined)
      group.createTask(saveNowAndThen(state, { path, every, onFailure }), { name: 'state' })
    farm?.start(group)
    yield* crawl(state, fetcher, settings, cache, farm)
    group.cancel()
  })
  if (farm !== undefined) yield* farm.end()
})

/** The processes that make the requests, if the user wants them. Without them, nothing of them is loaded. */
const farmFor = coroutine(function* farmFor(settings: Settings, { writeError }: Terminal) {
  const { redis, workers, concurrency, perHost, timeout, retries, accept, headers, insecure } = settings
  if (redis === undefined) return undefined
  const { checkRedis } = yield* fromPromise(() => import('../farm/redis.ts'))
  yield* checkRedis(redis)
  const { Farm } = yield* fromPromise(() => import('../farm/farm.ts'))
  const trusted = settings.starts.filter(isHttp)
  const manner = { concurrency, perHost, timeout, retries, accept, headers, insecure, trusted }
  const { userAgent } = settings
  return new Farm({
    redis,
    workers,
    manner: userAgent === undefined ? manner : { ...manner, userAgent },
    say: (line) => writeError(`${line}\n`),
  })
})

function isHttp(start: string): boolean {
  return start.startsWith('http')
}

function progressOn({ screen, color, writeError }: Terminal): Progress {
  return screen === undefined ? new PlainProgress(writeError) : new LiveProgress(screen, color)
}

function reportOn(state: CrawlState, complete: boolean, site: BundledSite | undefined): Report {
  const { map, earlier } = state
  const report = buildReport({ map, complete, elapsed: state.elapsed(), earlier })
  return site === undefined ? report : { ...report, planted: comparePlanted(report, site.planted) }
}
