/** Things that are opened, waited for and closed. */

import type { Race } from './race.ts'

export const lives: readonly Race[] = [
  {
    name: 'singleton: it is made twice',
    async racy({ io, spawn, all }) {
      let [made, instance] = [0, 0]
      async function get() {
        if (instance === 0) {
          await io()
          instance = ++made
        }
        return instance
      }
      await all([spawn(get()), spawn(get())])
      if (made !== 1) throw new Error(`made ${made} times`)
    },
    async cured({ io, spawn, all }) {
      let made = 0
      let instance: Promise<number> | undefined
      async function make() {
        await io()
        return ++made
      }
      async function get() {
        instance ??= spawn(make())
        return await instance
      }
      await all([spawn(get()), spawn(get())])
      if (made !== 1) throw new Error(`made ${made} times`)
    },
  },
  {
    name: 'token: each caller refreshes it, and the first refresh is void',
    async racy({ io, spawn, all }) {
      let [valid, token] = [0, 0]
      async function refresh() {
        await io()
        valid++
        return valid
      }
      async function call() {
        if (token === 0) token = await refresh()
        const mine = token
        await io()
        if (mine !== valid) throw new Error('the token is void')
      }
      await all([spawn(call()), spawn(call())])
    },
    async cured({ io, spawn, all }) {
      let valid = 0
      let token: Promise<number> | undefined
      async function refresh() {
        await io()
        valid++
        return valid
      }
      async function call() {
        token ??= spawn(refresh())
        const mine = await token
        await io()
        if (mine !== valid) throw new Error('the token is void')
      }
      await all([spawn(call()), spawn(call())])
    },
  },
  {
    name: 'stampede: all miss the cache at once',
    async racy({ io, spawn, all }) {
      let [loads, cached] = [0, '']
      async function get() {
        if (cached !== '') return cached
        await io()
        loads++
        cached = 'value'
        return cached
      }
      async function late() {
        await io()
        return await get()
      }
      await all([spawn(get()), spawn(late())])
      if (loads !== 1) throw new Error(`${loads} loads`)
    },
    async cured({ io, spawn, all }) {
      let loads = 0
      let cached: Promise<string> | undefined
      async function load() {
        await io()
        loads++
        return 'value'
      }
      async function get() {
        cached ??= spawn(load())
        return await cached
      }
      async function late() {
        await io()
        return await get()
      }
      await all([spawn(get()), spawn(late())])
      if (loads !== 1) throw new Error(`${loads} loads`)
    },
  },
  {
    name: 'wake-up: it comes between the check and the wait',
    async racy({ io, spawn, all, deferred }) {
      let ready = false
      let wake: (() => void) | undefined
      async function consume() {
        if (ready) return
        await io()
        const { promise, resolve } = deferred()
        wake = resolve
        await promise
      }
      async function produce() {
        await io()
        ready = true
        wake?.()
      }
      await all([spawn(consume()), spawn(produce())])
    },
    async cured({ io, spawn, all, deferred }) {
      const { promise, resolve } = deferred()
      async function consume() {
        await io()
        await promise
      }
      async function produce() {
        await io()
        resolve()
      }
      await all([spawn(consume()), spawn(produce())])
    },
  },
  {
    name: 'close during open: the connection stays open',
    async racy({ io, spawn, all }) {
      let open = 0
      let connection: { close(): void } | undefined
      async function connect() {
        await io()
        open++
        connection = { close: () => void open-- }
      }
      async function stop() {
        await io()
        connection?.close()
      }
      await all([spawn(connect()), spawn(stop())])
      if (open !== 0) throw new Error(`${open} connection stays open`)
    },
    async cured({ io, spawn, all }) {
      let open = 0
      async function connect() {
        await io()
        open++
        return { close: () => void open-- }
      }
      const connecting = spawn(connect())
      async function stop() {
        await io()
        const connection = await connecting
        connection.close()
      }
      await all([spawn(stop())])
      if (open !== 0) throw new Error(`${open} connection stays open`)
    },
  },
  {
    name: 'event: it is emitted before anybody listens',
    async racy({ io, spawn, all, deferred }) {
      const listeners: (() => void)[] = []
      async function connect() {
        await io()
        for (const listener of listeners) listener()
      }
      async function use() {
        const connected = spawn(connect())
        await io()
        const { promise, resolve } = deferred()
        listeners.push(resolve)
        await promise
        await connected
      }
      await all([spawn(use())])
    },
    async cured({ io, spawn, all, deferred }) {
      const listeners: (() => void)[] = []
      async function connect() {
        await io()
        for (const listener of listeners) listener()
      }
      async function use() {
        const { promise, resolve } = deferred()
        listeners.push(resolve)
        const connected = spawn(connect())
        await io()
        await promise
        await connected
      }
      await all([spawn(use())])
    },
  },
  {
    name: 'use after close: a query meets a closed database',
    async racy({ io, spawn, all }) {
      let closed = false
      async function query() {
        if (closed) return
        await io()
        if (closed) throw new Error('the database is closed')
      }
      async function close() {
        await io()
        closed = true
      }
      await all([spawn(query()), spawn(close())])
    },
    async cured({ io, spawn, all }) {
      let closed = false
      async function query() {
        await io()
        if (closed) throw new Error('the database is closed')
      }
      const running = spawn(query())
      async function close() {
        await io()
        await running
        closed = true
      }
      await all([spawn(close())])
    },
  },
  {
    name: 'retry: an attempt that was given up succeeds as well',
    async racy({ io, spawn, all }) {
      let [paid, answered] = [0, false]
      async function pay() {
        await io()
        paid++
        answered = true
      }
      async function patient() {
        await io()
        if (!answered) await pay()
      }
      await all([spawn(pay()), spawn(patient())])
      if (paid !== 1) throw new Error(`paid ${paid} times`)
    },
    async cured({ io, spawn, all }) {
      const payments = new Set<string>()
      async function pay(key: string) {
        await io()
        payments.add(key)
      }
      async function patient() {
        await io()
        await pay('order 1')
      }
      await all([spawn(pay('order 1')), spawn(patient())])
      if (payments.size !== 1) throw new Error(`paid ${payments.size} times`)
    },
  },
  {
    name: 'start and stop: what was stopped runs',
    async racy({ io, spawn, all }) {
      let state = 'stopped'
      async function start() {
        await io()
        state = 'running'
      }
      async function stop() {
        await io()
        state = 'stopped'
      }
      const starting = spawn(start())
      const stopping = spawn(stop())
      await all([starting, stopping])
      if (state !== 'stopped') throw new Error(`it is ${state}`)
    },
    async cured({ io, spawn, all }) {
      let state = 'stopped'
      async function start() {
        await io()
        state = 'running'
      }
      const starting = spawn(start())
      async function stop() {
        await starting
        await io()
        state = 'stopped'
      }
      await all([spawn(stop())])
      if (state !== 'stopped') throw new Error(`it is ${state}`)
    },
  },
  {
    name: 'two locks: each waits for that of the other',
    async racy({ io, spawn, all, deferred }) {
      const held = new Map<string, { promise: Promise<void>; resolve(): void }>()
      async function lock(name: string) {
        while (held.has(name)) await held.get(name)?.promise
        held.set(name, deferred())
      }
      function unlock(name: string) {
        held.get(name)?.resolve()
        held.delete(name)
      }
      async function transfer(from: string, to: string, steps: number) {
        for (let step = 0; step < steps; step++) await io()
        await lock(from)
        await io()
        await lock(to)
        unlock(to)
        unlock(from)
      }
      await all([spawn(transfer('a', 'b', 0)), spawn(transfer('b', 'a', 1))])
    },
    async cured({ io, spawn, all, deferred }) {
      const held = new Map<string, { promise: Promise<void>; resolve(): void }>()
      async function lock(name: string) {
        while (held.has(name)) await held.get(name)?.promise
        held.set(name, deferred())
      }
      function unlock(name: string) {
        held.get(name)?.resolve()
        held.delete(name)
      }
      async function transfer(one: string, other: string, steps: number) {
        for (let step = 0; step < steps; step++) await io()
        const [from, to] = [one, other].sort() as [string, string]
        await lock(from)
        await io()
        await lock(to)
        unlock(to)
        unlock(from)
      }
      await all([spawn(transfer('a', 'b', 0)), spawn(transfer('b', 'a', 1))])
    },
  },
]
