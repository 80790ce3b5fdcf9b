import { fromPromise } from '@acoro/compat'
import { coroutine, getRunningLoop, taskGroup } from '@acoro/core'
import { ThreadPoolExecutor } from '@acoro/executors'
import { crawl } from '../crawl/crawl.ts'
import { CrawlState } from '../crawl/crawl-state.ts'
import { httpFetcher } from '../fetch/http-fetcher.ts'
import { LiveProgress } from '../progress/live-progress.ts'
import { PlainProgress } from '../progress/plain-progress.ts'
import { type Progress, showProgress } from '../progress/progress.ts'
import { buildReport } from '../report/build-report.ts'
import { comparePlanted } from '../report/compare-planted.ts'
import { formatJson } from '../report/format-json.ts'
import { formatText } from '../report/format-text.ts'
import type { Report } from '../report/report.ts'
import { type BundledSite, openBundledSite } from '../site/bundled-site.ts'
import { exitCodeOf } from './exit-code.ts'
import type { Settings } from './parse-arguments.ts'
import type { Terminal } from './terminal.ts'

/**
 * The command, from settings to exit code. Its shape is what Ctrl-C asks for: main is cancelled wherever it waits,
 * every block on the way out cleans up after itself, innermost first (the requests, the bar), and the
 * report is printed in a `finally`, of whatever is known by then.
 */
export const linkcheck = coroutine(function* linkcheck(settings: Settings, terminal: Terminal) {
  using site = settings.url === undefined ? yield* fromPromise(openBundledSite()) : undefined
  const loop = getRunningLoop()
  // Pages are parsed there. It ends with the run, as everything here does.
  loop.setDefaultExecutor(new ThreadPoolExecutor({ maxWorkers: 2, name: 'pages' }))
  const state = new CrawlState(settings.url ?? site!.url, settings.depth, () => loop.time())

  let complete = false
  let report: Report
  try {
    yield* crawlAndShow(state, settings, terminal)
    complete = true
  } finally {
    report = reportOn(state, complete, site)
    terminal.writeOut(settings.json ? formatJson(report) : formatText(report, terminal.color))
  }
  return exitCodeOf(report, settings)
})

const crawlAndShow = coroutine(function* crawlAndShow(
  state: CrawlState,
  settings: Settings,
  terminal: Terminal,
) {
  using progress = progressOn(terminal)
  yield* taskGroup(function* (group) {
    group.createTask(showProgress(state, progress), { name: 'progress' })
    yield* crawl(state, httpFetcher, settings)
    group.cancel()
  })
})

function progressOn({ screen, color, writeError }: Terminal): Progress {
  return screen === undefined ? new PlainProgress(writeError) : new LiveProgress(screen, color)
}

function reportOn(state: CrawlState, complete: boolean, site: BundledSite | undefined): Report {
  const report = buildReport({ map: state.map, complete, elapsed: state.elapsed() })
  return site === undefined ? report : { ...report, planted: comparePlanted(report, site.planted) }
}
