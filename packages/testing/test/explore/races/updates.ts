/** Values that are read, waited over, and written. */

import type { Race } from './race.ts'

export const updates: readonly Race[] = [
  {
    name: 'lost update: two deposits, one of them is lost',
    async racy({ io, spawn, all }) {
      let balance = 0
      async function deposit(amount: number) {
        const before = balance
        await io()
        balance = before + amount
      }
      await all([spawn(deposit(10)), spawn(deposit(20))])
      if (balance !== 30) throw new Error(`balance ${balance}`)
    },
    async cured({ io, spawn, all }) {
      let balance = 0
      async function deposit(amount: number) {
        await io()
        balance += amount
      }
      await all([spawn(deposit(10)), spawn(deposit(20))])
      if (balance !== 30) throw new Error(`balance ${balance}`)
    },
  },
  {
    name: 'store: read, modify and write of one key',
    async racy({ io, spawn, all }) {
      const rows = new Map([['hits', 0]])
      const store = {
        async get(key: string) {
          await io()
          return rows.get(key) as number
        },
        async put(key: string, value: number) {
          await io()
          rows.set(key, value)
        },
      }
      async function hit(pause: boolean) {
        if (pause) await io()
        const hits = await store.get('hits')
        await store.put('hits', hits + 1)
      }
      await all([spawn(hit(false)), spawn(hit(true))])
      if (rows.get('hits') !== 2) throw new Error(`${rows.get('hits')} hits`)
    },
    async cured({ io, spawn, all }) {
      const rows = new Map([['hits', 0]])
      const store = {
        async increment(key: string) {
          await io()
          rows.set(key, (rows.get(key) as number) + 1)
        },
      }
      async function hit(pause: boolean) {
        if (pause) await io()
        await store.increment('hits')
      }
      await all([spawn(hit(false)), spawn(hit(true))])
      if (rows.get('hits') !== 2) throw new Error(`${rows.get('hits')} hits`)
    },
  },
  {
    name: 'sum: += reads its left side before the await',
    async racy({ io, spawn, all }) {
      let total = 0
      async function size(bytes: number) {
        await io()
        return bytes
      }
      async function add(bytes: number) {
        const before = total
        const more = await size(bytes)
        total = before + more
      }
      await all([spawn(add(1)), spawn(add(2)), spawn(add(4))])
      if (total !== 7) throw new Error(`total ${total}`)
    },
    async cured({ io, spawn, all }) {
      let total = 0
      async function size(bytes: number) {
        await io()
        return bytes
      }
      async function add(bytes: number) {
        const more = await size(bytes)
        total += more
      }
      await all([spawn(add(1)), spawn(add(2)), spawn(add(4))])
      if (total !== 7) throw new Error(`total ${total}`)
    },
  },
  {
    name: 'transfer: a report sees the money in neither account',
    async racy({ io, spawn, all }) {
      let [from, to] = [100, 0]
      async function transfer() {
        from -= 50
        await io()
        to += 50
      }
      async function report() {
        await io()
        return from + to
      }
      const [, sum] = await all<unknown>([spawn(transfer()), spawn(report())])
      if (sum !== 100) throw new Error(`sum ${sum}`)
    },
    async cured({ io, spawn, all }) {
      let [from, to] = [100, 0]
      async function transfer() {
        await io()
        from -= 50
        to += 50
      }
      async function report() {
        await io()
        return from + to
      }
      const [, sum] = await all<unknown>([spawn(transfer()), spawn(report())])
      if (sum !== 100) throw new Error(`sum ${sum}`)
    },
  },
  {
    name: 'batch: what is added during a flush is thrown away',
    async racy({ io, spawn, all }) {
      let buffer: number[] = []
      const sent: number[] = []
      async function flush() {
        const batch = [...buffer]
        await io()
        sent.push(...batch)
        buffer = []
      }
      async function add(item: number) {
        await io()
        buffer.push(item)
      }
      buffer.push(1)
      await all([spawn(flush()), spawn(add(2))])
      sent.push(...buffer)
      if (sent.length !== 2) throw new Error(`sent ${sent}`)
    },
    async cured({ io, spawn, all }) {
      let buffer: number[] = []
      const sent: number[] = []
      async function flush() {
        const batch = buffer
        buffer = []
        await io()
        sent.push(...batch)
      }
      async function add(item: number) {
        await io()
        buffer.push(item)
      }
      buffer.push(1)
      await all([spawn(flush()), spawn(add(2))])
      sent.push(...buffer)
      if (sent.length !== 2) throw new Error(`sent ${sent}`)
    },
  },
  {
    name: 'rotation: a line is written to a file that was moved away',
    async racy({ io, spawn, all }) {
      let open = 'log'
      const files = new Map([['log', 0]])
      async function append() {
        const file = open
        await io()
        if (!files.has(file)) throw new Error(`${file} is gone`)
        files.set(file, (files.get(file) as number) + 1)
      }
      async function rotate() {
        await io()
        files.delete(open)
        open = 'log.1'
        files.set(open, 0)
      }
      await all([spawn(append()), spawn(rotate())])
    },
    async cured({ io, spawn, all }) {
      let open = 'log'
      const files = new Map([['log', 0]])
      async function append() {
        await io()
        files.set(open, (files.get(open) as number) + 1)
      }
      async function rotate() {
        await io()
        files.delete(open)
        open = 'log.1'
        files.set(open, 0)
      }
      await all([spawn(append()), spawn(rotate())])
    },
  },
  {
    name: 'cache: an invalidation during a load is lost',
    async racy({ io, spawn, all }) {
      let source = 'old'
      let cached: string | undefined
      async function load() {
        const value = source
        await io()
        cached = value
      }
      async function change() {
        await io()
        source = 'new'
        cached = undefined
      }
      await all([spawn(load()), spawn(change())])
      if (cached === 'old') throw new Error('the old value is cached for ever')
    },
    async cured({ io, spawn, all }) {
      let source = 'old'
      let cached: string | undefined
      let version = 0
      async function load() {
        const [value, mine] = [source, version]
        await io()
        if (mine === version) cached = value
      }
      async function change() {
        await io()
        source = 'new'
        version++
        cached = undefined
      }
      await all([spawn(load()), spawn(change())])
      if (cached === 'old') throw new Error('the old value is cached for ever')
    },
  },
  {
    name: 'settings: two forms save one object, and one field is lost',
    async racy({ io, spawn, all }) {
      let stored = { color: 'red', size: 1 }
      async function saveColor() {
        const mine = { ...stored }
        await io()
        stored = { ...mine, color: 'blue' }
      }
      async function saveSize() {
        await io()
        const mine = { ...stored }
        await io()
        stored = { ...mine, size: 2 }
      }
      await all([spawn(saveColor()), spawn(saveSize())])
      if (stored.color !== 'blue' || stored.size !== 2) throw new Error(JSON.stringify(stored))
    },
    async cured({ io, spawn, all }) {
      let stored = { color: 'red', size: 1 }
      async function saveColor() {
        await io()
        stored = { ...stored, color: 'blue' }
      }
      async function saveSize() {
        await io()
        await io()
        stored = { ...stored, size: 2 }
      }
      await all([spawn(saveColor()), spawn(saveSize())])
      if (stored.color !== 'blue' || stored.size !== 2) throw new Error(JSON.stringify(stored))
    },
  },
]
