/** Conditions that no longer hold when they are acted on. */

import type { Race } from './race.ts'

export const checks: readonly Race[] = [
  {
    name: 'check, then act: one name is registered twice',
    async racy({ io, spawn, all }) {
      const users: string[] = []
      async function register(name: string) {
        const taken = users.includes(name)
        await io()
        if (!taken) users.push(name)
      }
      await all([spawn(register('ada')), spawn(register('ada'))])
      const unique = new Set(users)
      if (unique.size !== users.length) throw new Error(`users ${users}`)
    },
    async cured({ io, spawn, all }) {
      const users = new Set<string>()
      async function register(name: string) {
        await io()
        users.add(name)
      }
      await all([spawn(register('ada')), spawn(register('ada'))])
      if (users.size !== 1) throw new Error(`users ${[...users]}`)
    },
  },
  {
    name: 'double submit: the button is disabled too late',
    async racy({ io, spawn, all }) {
      let [busy, orders] = [false, 0]
      async function submit() {
        if (busy) return
        await io()
        busy = true
        orders++
      }
      async function again() {
        await io()
        await submit()
      }
      await all([spawn(submit()), spawn(again())])
      if (orders !== 1) throw new Error(`${orders} orders`)
    },
    async cured({ io, spawn, all }) {
      let [busy, orders] = [false, 0]
      async function submit() {
        if (busy) return
        busy = true
        await io()
        orders++
      }
      async function again() {
        await io()
        await submit()
      }
      await all([spawn(submit()), spawn(again())])
      if (orders !== 1) throw new Error(`${orders} orders`)
    },
  },
  {
    name: 'overdraft: two withdrawals pass one check',
    async racy({ io, spawn, all }) {
      let balance = 100
      async function withdraw(amount: number) {
        if (balance < amount) return
        await io()
        balance -= amount
      }
      await all([spawn(withdraw(80)), spawn(withdraw(80))])
      if (balance < 0) throw new Error(`balance ${balance}`)
    },
    async cured({ io, spawn, all }) {
      let balance = 100
      async function withdraw(amount: number) {
        if (balance < amount) return
        balance -= amount
        await io()
      }
      await all([spawn(withdraw(80)), spawn(withdraw(80))])
      if (balance < 0) throw new Error(`balance ${balance}`)
    },
  },
  {
    name: 'booking: the last seat is sold twice',
    async racy({ io, spawn, all }) {
      let free = 1
      const sold: string[] = []
      async function book(who: string, steps: number) {
        for (let step = 0; step < steps; step++) await io()
        const seats = free
        await io()
        if (seats === 0) return
        free = seats - 1
        sold.push(who)
      }
      await all([spawn(book('ada', 0)), spawn(book('bob', 1))])
      if (sold.length > 1) throw new Error(`sold to ${sold}`)
    },
    async cured({ io, spawn, all }) {
      let free = 1
      const sold: string[] = []
      async function book(who: string, steps: number) {
        for (let step = 0; step < steps; step++) await io()
        await io()
        if (free === 0) return
        free--
        sold.push(who)
      }
      await all([spawn(book('ada', 0)), spawn(book('bob', 1))])
      if (sold.length > 1) throw new Error(`sold to ${sold}`)
    },
  },
  {
    name: 'pool: more connections are opened than allowed',
    async racy({ io, spawn, all }) {
      let [open, most] = [0, 0]
      async function use() {
        while (open >= 2) await io()
        await io()
        open++
        most = Math.max(most, open)
        await io()
        open--
      }
      await all([spawn(use()), spawn(use()), spawn(use())])
      if (most > 2) throw new Error(`${most} connections`)
    },
    async cured({ io, spawn, all }) {
      let [open, most] = [0, 0]
      async function use() {
        while (open >= 2) await io()
        open++
        most = Math.max(most, open)
        await io()
        await io()
        open--
      }
      await all([spawn(use()), spawn(use()), spawn(use())])
      if (most > 2) throw new Error(`${most} connections`)
    },
  },
  {
    name: 'rate limit: calls pass while the count is stored',
    async racy({ io, spawn, all }) {
      let [count, passed] = [0, 0]
      async function call() {
        if (count >= 1) return
        await io()
        count++
        passed++
      }
      await all([spawn(call()), spawn(call()), spawn(call())])
      if (passed > 1) throw new Error(`${passed} calls passed`)
    },
    async cured({ io, spawn, all }) {
      let [count, passed] = [0, 0]
      async function call() {
        if (count >= 1) return
        count++
        await io()
        passed++
      }
      await all([spawn(call()), spawn(call()), spawn(call())])
      if (passed > 1) throw new Error(`${passed} calls passed`)
    },
  },
  {
    name: 'queue: two workers take the last item',
    async racy({ io, spawn, all }) {
      const items = ['only']
      const taken: (string | undefined)[] = []
      async function work(steps: number) {
        for (let step = 0; step < steps; step++) await io()
        if (items.length === 0) return
        await io()
        taken.push(items.shift())
      }
      await all([spawn(work(0)), spawn(work(1))])
      if (taken.includes(undefined)) throw new Error('a worker took nothing')
    },
    async cured({ io, spawn, all }) {
      const items = ['only']
      const taken: (string | undefined)[] = []
      async function work(steps: number) {
        for (let step = 0; step < steps; step++) await io()
        if (items.length === 0) return
        const item = items.shift()
        await io()
        taken.push(item)
      }
      await all([spawn(work(0)), spawn(work(1))])
      if (taken.includes(undefined)) throw new Error('a worker took nothing')
    },
  },
  {
    name: 'lock: two tasks see it free',
    async racy({ io, spawn, all }) {
      let [locked, inside] = [false, 0]
      async function critical() {
        while (locked) await io()
        await io()
        locked = true
        inside++
        if (inside > 1) throw new Error('two are inside')
        await io()
        inside--
        locked = false
      }
      await all([spawn(critical()), spawn(critical())])
    },
    async cured({ io, spawn, all }) {
      let [locked, inside] = [false, 0]
      async function critical() {
        while (locked) await io()
        locked = true
        await io()
        inside++
        if (inside > 1) throw new Error('two are inside')
        await io()
        inside--
        locked = false
      }
      await all([spawn(critical()), spawn(critical())])
    },
  },
  {
    name: 'ids: two rows have one number',
    async racy({ io, spawn, all }) {
      const rows: number[] = []
      async function insert(steps: number) {
        for (let step = 0; step < steps; step++) await io()
        const id = rows.length + 1
        await io()
        rows.push(id)
      }
      await all([spawn(insert(0)), spawn(insert(1))])
      const ids = new Set(rows)
      if (ids.size !== 2) throw new Error(`ids ${rows}`)
    },
    async cured({ io, spawn, all }) {
      const rows: number[] = []
      let last = 0
      async function insert(steps: number) {
        for (let step = 0; step < steps; step++) await io()
        const id = ++last
        await io()
        rows.push(id)
      }
      await all([spawn(insert(0)), spawn(insert(1))])
      const ids = new Set(rows)
      if (ids.size !== 2) throw new Error(`ids ${rows}`)
    },
  },
  {
    name: 'election: there are two leaders',
    async racy({ io, spawn, all }) {
      let leader = ''
      const leaders: string[] = []
      async function campaign(name: string, steps: number) {
        for (let step = 0; step < steps; step++) await io()
        const known = leader
        await io()
        if (known !== '') return
        leader = name
        leaders.push(name)
      }
      await all([spawn(campaign('a', 0)), spawn(campaign('b', 1)), spawn(campaign('c', 2))])
      if (leaders.length !== 1) throw new Error(`leaders ${leaders}`)
    },
    async cured({ io, spawn, all }) {
      let leader = ''
      const leaders: string[] = []
      async function campaign(name: string, steps: number) {
        for (let step = 0; step < steps; step++) await io()
        await io()
        if (leader !== '') return
        leader = name
        leaders.push(name)
      }
      await all([spawn(campaign('a', 0)), spawn(campaign('b', 1)), spawn(campaign('c', 2))])
      if (leaders.length !== 1) throw new Error(`leaders ${leaders}`)
    },
  },
]
