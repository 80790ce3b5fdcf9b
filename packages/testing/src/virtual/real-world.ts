/**
 * Real input and output of this process that is under way. Virtual time must not pass before it is over: a
 * file that is read would else cost thousands of virtual ms.
 *
 * Node lists its requests (files, look-ups, writes) and its open sockets, which says nothing of whether an
 * answer is awaited. So a socket counts until it has been silent for a moment. The trade-off: work that Node
 * does not list (zlib, messages of workers, from Node 26 on `readFile` of a small file) is seen only by
 * `fromPromise` and the like, and other platforms list nothing.
 */

import { real } from './real-time.ts'

/** An open socket without a byte for so long is idle, in ms of real time. */
export const SILENCE = 200

interface Socket {
  readonly bytesRead?: number
  readonly bytesWritten?: number
  /** Set if the socket belongs to a server of this process: its client counts. */
  readonly server?: object | null
  readonly remoteAddress?: string
  readonly remotePort?: number
}

interface Lists {
  _getActiveRequests?(): readonly object[]
  _getActiveHandles?(): readonly object[]
}

const lists = (globalThis as { process?: Lists }).process ?? {}

export class RealWorld {
  /** What is open since before the run. */
  readonly #before = new WeakSet<object>()
  readonly #heard = new WeakMap<object, { bytes: number; at: number }>()
  #last: readonly object[] = []
  #progress = 0

  /** Notes what is open now: it is none of the program's. */
  begin(): void {
    for (const handle of listed('_getActiveHandles')) this.#before.add(handle)
    for (const request of listed('_getActiveRequests')) this.#before.add(request)
  }

  /** What is under way, in words. */
  underWay(): string[] {
    const requests = listed('_getActiveRequests').filter((request) => !this.#before.has(request))
    if (requests.length !== this.#last.length || requests.some((request, at) => request !== this.#last[at])) {
      this.#last = requests
      this.#progress++
    }
    const sockets = listed('_getActiveHandles').filter((handle) => this.#isBusy(handle))
    return [...requests.map(nameOf), ...sockets.map(addressOf)]
  }

  /** A number that grows when something was begun or has ended. */
  get progress(): number {
    return this.#progress
  }

  /** Does a server of this process talk to somebody? */
  get serves(): boolean {
    return listed('_getActiveHandles').some((handle) => ((handle as Socket).server ?? null) !== null)
  }

  #isBusy(handle: object): boolean {
    const { bytesRead, bytesWritten, server } = handle as Socket
    if (bytesRead === undefined || bytesWritten === undefined) return false
    if ((server ?? null) !== null || this.#before.has(handle)) return false
    const bytes = bytesRead + bytesWritten
    const heard = this.#heard.get(handle)
    if (heard?.bytes === bytes) return real.now() - heard.at < SILENCE
    this.#heard.set(handle, { bytes, at: real.now() })
    this.#progress++
    return true
  }
}

function listed(what: keyof Lists): readonly object[] {
  // Not every platform that lists them lists objects.
  const all = lists[what]?.()
  return Array.isArray(all) ? all.filter((one) => typeof one === 'object' && one !== null) : []
}

/** The names of Node's requests, in words. */
const WORDS: readonly [names: RegExp, words: string][] = [
  [/^(FSReq|FileHandle)/, 'a file operation'],
  [/^(GetAddrInfo|GetNameInfo|Query)/, 'a look-up of a name'],
  [/Connect/, 'a connection being made'],
  [/^(Write|Shutdown|Send)/, 'a write to a socket'],
]

function nameOf(request: object): string {
  const { name } = request.constructor
  return WORDS.find(([names]) => names.test(name))?.[1] ?? name
}

function addressOf(socket: object): string {
  const { remoteAddress, remotePort } = socket as Socket
  return remoteAddress === undefined ? 'an open pipe' : `a connection to ${remoteAddress}:${remotePort}`
}
