// The browsers, as Debian packages them. A test page needs no driver: the browser is started with its
// address, and ended when the tests are done. So all that differs is the command.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Browser {
  /** Debian packages that bring the command. */
  packages: readonly string[]
  command: (address: string, profile: string) => readonly [string, ...string[]]
  /** Prints the version. */
  version: readonly [string, ...string[]]
}

/** It has no path of its own: each architecture has it among its libraries. */
const MINI_BROWSER = '/usr/lib/*/webkit2gtk-4.1/MiniBrowser'

export const browsers: Record<string, Browser> = {
  chromium: {
    packages: ['chromium'],
    command: (address, profile) => [
      'chromium',
      '--headless',
      // Its sandbox cannot be had by root, nor in most containers; the pages are ours.
      '--no-sandbox',
      '--no-first-run',
      // A page in the background is slowed down otherwise.
      '--disable-background-timer-throttling',
      '--disable-renderer-backgrounding',
      '--disable-dev-shm-usage',
      `--user-data-dir=${profile}`,
      address,
    ],
    version: ['chromium', '--version'],
  },
  firefox: {
    packages: ['firefox-esr'],
    command: (address, profile) => {
      writeFileSync(join(profile, 'user.js'), FIREFOX_PREFERENCES)
      return ['firefox-esr', '--headless', '--no-remote', '--profile', profile, address]
    },
    version: ['firefox-esr', '--version'],
  },
  webkit: {
    packages: ['libwebkit2gtk-4.1-0', 'xvfb', 'xauth'],
    // It has no mode without a display.
    command: (address) => ['xvfb-run', '-a', 'sh', '-c', `exec ${MINI_BROWSER} --private '${address}'`],
    // Itself it says that on a display only.
    // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg's own.
    version: ['dpkg-query', '--show', '--showformat=${Version}', 'libwebkit2gtk-4.1-0'],
  },
}

/** No page but ours, and none that is slowed down in the background. */
const FIREFOX_PREFERENCES = [
  ['browser.aboutwelcome.enabled', false],
  ['browser.shell.checkDefaultBrowser', false],
  ['browser.startup.homepage_override.mstone', 'ignore'],
  ['datareporting.policy.dataSubmissionEnabled', false],
  ['dom.min_background_timeout_value', 4],
  ['dom.timeout.enable_budget_timer_throttling', false],
  ['toolkit.telemetry.reportingpolicy.firstRun', false],
]
  .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
  .join('')

/**
 * Becomes the program, beside a process that ends both once its standard input closes: so the browser ends
 * with this process, also if that is killed and can end nothing itself.
 */
const WATCHED = 'exec 3<&0; (read -r _ <&3; kill -KILL 0) & exec "$@" 3<&- </dev/null'

/** A browser that shows one page, until it is closed. */
export class OpenBrowser {
  readonly #child: ChildProcess
  readonly #profile: string
  readonly #ended: Promise<void>

  constructor(browser: Browser, address: string) {
    this.#profile = mkdtempSync(join(tmpdir(), 'acoro-browser-'))
    const output = process.env.DEBUG ? 'inherit' : 'ignore'
    // A process group of its own, so that all it started ends with it.
    this.#child = spawn('sh', ['-c', WATCHED, 'sh', ...browser.command(address, this.#profile)], {
      stdio: ['pipe', output, output],
      detached: true,
    })
    this.#child.stdin?.on('error', () => {})
    this.#ended = new Promise((resolve, reject) => {
      this.#child.on('error', reject)
      this.#child.on('exit', () => resolve())
    })
    this.#ended.catch(() => {})
    process.once('exit', this.#kill)
  }

  /** Rejects if the browser could not be started. */
  async started(): Promise<void> {
    if (this.#child.pid === undefined) await this.#ended
  }

  async close(): Promise<void> {
    process.removeListener('exit', this.#kill)
    this.#kill()
    await this.#ended.catch(() => {})
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }

  readonly #kill = (): void => {
    if (this.#child.pid === undefined || this.#child.exitCode !== null) return
    try {
      process.kill(-this.#child.pid, 'SIGKILL')
    } catch {
      // It has just ended by itself.
    }
  }
}
