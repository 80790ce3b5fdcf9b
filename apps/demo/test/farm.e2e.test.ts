import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { RedisServer } from '../../../scripts/lib/redis-server.ts'
import type { Report } from '../src/report/report.ts'

/** A crawl by many processes, through a real Redis: as users run it. It is slow; nothing sleeps. */

const PAGES = 60

/** What is never held back: the first page has the others, and the first process asks for the rest itself. */
const BESIDE = new Set(['/', '/robots.txt', '/sitemap.xml'])

/** A request whose answer is held back. */
interface Held {
  readonly url: string
  readonly answer: () => void
  /** Its client is gone. */
  lost: boolean
}

/** A site that counts, and can hold its answers back. */
class Site {
  readonly #server: Server
  readonly asked: string[] = []
  readonly times: number[] = []
  #held: Held[] | null = null
  #look = () => {}

  private constructor() {
    this.#server = createServer(({ url = '' }, response) => {
      response.on('error', () => {})
      this.asked.push(url)
      this.times.push(performance.now())
      const answer = () => this.#answer(url, response)
      if (this.#held === null || BESIDE.has(url)) answer()
      else this.#hold({ url, answer, lost: false }, response)
    })
    this.#server.on('clientError', () => {})
  }

  static async open(): Promise<Site> {
    const site = new Site()
    site.#server.listen(0, '127.0.0.1')
    await once(site.#server, 'listening')
    onTestFinished(() => {
      site.#server.closeAllConnections()
      site.#server.close()
    })
    return site
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  /** Holds answers back, and waits until there are `count` addresses whose clients wait. */
  hold(count: number): Promise<void> {
    this.#held = []
    return this.#until(() => new Set(this.#waiting(false)).size === count)
  }

  /** The addresses of the first `count` requests whose clients went away. */
  async lost(count: number): Promise<string[]> {
    await this.#until(() => this.#waiting(true).length >= count)
    return this.#waiting(true)
  }

  release(): void {
    for (const { answer } of this.#held ?? []) answer()
    this.#held = null
  }

  #hold(held: Held, response: ServerResponse): void {
    this.#held?.push(held)
    response.on('close', () => {
      held.lost = !response.writableEnded
      this.#look()
    })
    this.#look()
  }

  #waiting(lost: boolean): string[] {
    return (this.#held ?? []).filter((held) => held.lost === lost).map(({ url }) => url)
  }

  #until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#look = () => {
        if (condition()) resolve()
      }
      this.#look()
    })
  }

  #answer(url: string, response: ServerResponse): void {
    const number = Number(/^\/page-(\d+)$/.exec(url)?.[1] ?? (url === '/' ? 0 : Number.NaN))
    if (url === '/moved') response.writeHead(301, { location: '/page-1' }).end()
    else if (!(number < PAGES)) response.writeHead(404).end()
    else {
      const next = url === '/' ? Array.from({ length: 30 }, (_, n) => n + 1) : [2 * number + 1, number + 7]
      const links = next.map((n) => `<a href=/page-${n}>${n}</a>`)
      const more = '<a href=/moved>moved</a> <a href=/page-1#none>no such anchor</a>'
      response.writeHead(200, { 'content-type': 'text/html' }).end(links.join(' ') + more)
    }
  }
}

interface Run {
  readonly child: ChildProcess
  /** The ids of the worker processes, once there are `count`. */
  workers(count: number): Promise<number[]>
  /** Waits until it has said `text`. */
  said(text: string): Promise<void>
  readonly ended: Promise<{ report: Report; code: number | null; error: string }>
}

function linkcheck(...argv: string[]): Run {
  const args = ['--conditions=@acoro/source', '--import', 'tsx', 'src/main.ts', '--json', ...argv]
  const child = spawn(process.execPath, args, {
    cwd: new URL('..', import.meta.url),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let error = ''
  let look = () => {}
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    error += chunk
    look()
  })
  const workers = (count: number) =>
    new Promise<number[]>((resolve) => {
      look = () => {
        const found = [...error.matchAll(/is process (\d+)/g)].map(([, pid]) => Number(pid))
        if (found.length === count) resolve(found)
      }
      look()
    })
  const said = (text: string) =>
    new Promise<void>((resolve) => {
      look = () => {
        if (error.includes(text)) resolve()
      }
      look()
    })
  const ended = Promise.all([text(child.stdout), once(child, 'close')]).then(([out, [code]]) => ({
    report: JSON.parse(out) as Report,
    code: code as number | null,
    error,
  }))
  return { child, workers, said, ended }
}

/** The report without what depends on the clock. */
function timeless({ summary: { elapsed, oneByOne, ...summary }, ...report }: Report): unknown {
  expect([elapsed, oneByOne]).toEqual([expect.any(Number), expect.any(Number)])
  return { ...report, summary }
}

describe('linkcheck --redis', { timeout: 60_000 }, () => {
  it('with four workers, one of them killed half-way, finds what one process finds', async () => {
    const site = await Site.open()
    const alone = await linkcheck(site.url).ended
    const once = site.asked.length
    await using redis = await RedisServer.start()
    const held = site.hold(16)
    const many = ['--workers', '4', '--concurrency', '16', '--per-host', '16', '--timeout', '60000']
    const run = linkcheck(site.url, '--redis', redis.address, ...many)
    const workers = await run.workers(4)
    // 16 addresses at four a worker: each of them has four.
    await held
    const before = site.asked.length
    process.kill(workers[1]!, 'SIGKILL')
    // Until it is gone it could take an answer, and then that request would not be made again.
    await run.said('linkcheck: worker 2 ended by signal 9; the others go on\n')
    const lost = await site.lost(4)
    site.release()
    const together = await run.ended
    expect(timeless(together.report)).toEqual(timeless(alone.report))
    expect([alone.report.complete, alone.report.summary.pages, alone.code, together.code]).toEqual([
      true,
      PAGES,
      1,
      1,
    ])
    // The requests of the killed process were made again.
    expect(lost).toHaveLength(4)
    expect(site.asked.slice(before)).toEqual(expect.arrayContaining(lost))
    expect(new Set(site.asked.slice(once))).toEqual(new Set(site.asked.slice(0, once)))
  })

  it('keeps the pause between two requests to a host across its processes, and leaves none behind', async () => {
    const site = await Site.open()
    await using redis = await RedisServer.start()
    const run = linkcheck(site.url, '--redis', redis.address, '--workers', '2', '--rate', '50')
    const workers = await run.workers(2)
    const { report } = await run.ended
    const times = site.asked.flatMap((url, n) => (/page|moved/.test(url) ? [site.times[n]!] : []))
    expect(report.complete).toBe(true)
    // Each takes its turn 20 ms after the one before it. The first may be late.
    expect(times.at(-1)! - times[0]!).toBeGreaterThan(20 * (times.length - 1) * 0.6)
    const alive = workers.filter((pid) => {
      try {
        return process.kill(pid, 0)
      } catch {
        return false
      }
    })
    expect(alive).toEqual([])
  })
})
