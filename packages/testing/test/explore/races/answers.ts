/** Answers that come in another order than the questions. */

import type { Race } from './race.ts'

export const answers: readonly Race[] = [
  {
    name: 'typeahead: the answer to an older query replaces the newer one',
    async racy({ io, spawn, all }) {
      let shown = ''
      async function search(text: string) {
        await io()
        shown = text
      }
      await all([spawn(search('a')), spawn(search('ab'))])
      if (shown !== 'ab') throw new Error(`shows ${shown}`)
    },
    async cured({ io, spawn, all }) {
      let shown = ''
      let latest = 0
      async function search(text: string) {
        const mine = ++latest
        await io()
        if (mine === latest) shown = text
      }
      await all([spawn(search('a')), spawn(search('ab'))])
      if (shown !== 'ab') throw new Error(`shows ${shown}`)
    },
  },
  {
    name: 'autosave: an older version is written last',
    async racy({ io, spawn, all }) {
      let stored = 0
      async function save(version: number) {
        await io()
        stored = version
      }
      await all([spawn(save(1)), spawn(save(2)), spawn(save(3))])
      if (stored !== 3) throw new Error(`stored version ${stored}`)
    },
    async cured({ io, spawn }) {
      let stored = 0
      async function write(version: number) {
        await io()
        stored = version
      }
      async function after(before: Promise<void>, version: number) {
        await before
        await write(version)
      }
      const first = spawn(write(1))
      const second = spawn(after(first, 2))
      const third = spawn(after(second, 3))
      await third
      if (stored !== 3) throw new Error(`stored version ${stored}`)
    },
  },
  {
    name: 'progress: a status goes backwards',
    async racy({ io, spawn, all }) {
      const seen: number[] = []
      async function report(done: number) {
        await io()
        seen.push(done)
      }
      await all([spawn(report(10)), spawn(report(50)), spawn(report(100))])
      if (seen.at(-1) !== 100) throw new Error(`ends at ${seen.at(-1)}`)
    },
    async cured({ io, spawn, all }) {
      let shown = 0
      async function report(done: number) {
        await io()
        shown = Math.max(shown, done)
      }
      await all([spawn(report(10)), spawn(report(50)), spawn(report(100))])
      if (shown !== 100) throw new Error(`ends at ${shown}`)
    },
  },
  {
    name: 'log: entries of one request are mixed with those of another',
    async racy({ io, spawn, all }) {
      const log: string[] = []
      async function handle(name: string) {
        log.push(`${name} begins`)
        await io()
        log.push(`${name} ends`)
      }
      async function later() {
        await io()
        await handle('b')
      }
      await all([spawn(handle('a')), spawn(later())])
      if (log[1] !== 'a ends') throw new Error(log.join(', '))
    },
    async cured({ io, spawn, all }) {
      const log: string[] = []
      async function handle(name: string) {
        const lines = [`${name} begins`]
        await io()
        lines.push(`${name} ends`)
        log.push(...lines)
      }
      async function later() {
        await io()
        await handle('b')
      }
      await all([spawn(handle('a')), spawn(later())])
      for (let at = 0; at < log.length; at += 2)
        if (log[at]?.[0] !== log[at + 1]?.[0]) throw new Error(log.join(', '))
    },
  },
  {
    name: 'navigation: the result of a page that was left is shown',
    async racy({ io, spawn, all }) {
      let page = ''
      let content = ''
      async function open(name: string) {
        page = name
        await io()
        content = `content of ${name}`
      }
      async function user() {
        const first = spawn(open('list'))
        await io()
        const second = spawn(open('detail'))
        await all([first, second])
      }
      await user()
      if (content !== `content of ${page}`) throw new Error(`${page} shows ${content}`)
    },
    async cured({ io, spawn, all }) {
      let page = ''
      let content = ''
      async function open(name: string) {
        page = name
        await io()
        if (page === name) content = `content of ${name}`
      }
      async function user() {
        const first = spawn(open('list'))
        await io()
        const second = spawn(open('detail'))
        await all([first, second])
      }
      await user()
      if (content !== `content of ${page}`) throw new Error(`${page} shows ${content}`)
    },
  },
  {
    name: 'unmount: a component that is gone is updated',
    async racy({ io, spawn, all }) {
      let mounted = true
      let updatedAfter = false
      async function load() {
        await io()
        updatedAfter = !mounted
      }
      async function leave() {
        await io()
        mounted = false
      }
      await all([spawn(load()), spawn(leave())])
      if (updatedAfter) throw new Error('updated after it was unmounted')
    },
    async cured({ io, spawn, all }) {
      let mounted = true
      let updatedAfter = false
      async function load() {
        await io()
        if (mounted) updatedAfter = !mounted
      }
      async function leave() {
        await io()
        mounted = false
      }
      await all([spawn(load()), spawn(leave())])
      if (updatedAfter) throw new Error('updated after it was unmounted')
    },
  },
  {
    name: 'pages: the second page comes before the first',
    async racy({ io, spawn, all }) {
      const rows: number[] = []
      async function fetchPage(page: number) {
        await io()
        rows.push(page)
      }
      await all([spawn(fetchPage(1)), spawn(fetchPage(2))])
      if (rows.join() !== '1,2') throw new Error(`rows ${rows}`)
    },
    async cured({ io, spawn, all }) {
      async function fetchPage(page: number) {
        await io()
        return page
      }
      const rows = await all([spawn(fetchPage(1)), spawn(fetchPage(2))])
      if (rows.join() !== '1,2') throw new Error(`rows ${rows}`)
    },
  },
  {
    name: 'replica: a read does not see the write before it',
    async racy({ io, spawn, all }) {
      let primary = 0
      let replica = 0
      async function replicate() {
        await io()
        replica = primary
      }
      async function change() {
        primary = 1
        const copied = spawn(replicate())
        await io()
        const read = replica
        await copied
        if (read !== 1) throw new Error('read the old value')
      }
      await all([spawn(change())])
    },
    async cured({ io, spawn, all }) {
      let primary = 0
      let replica = 0
      async function replicate() {
        await io()
        replica = primary
      }
      async function change() {
        primary = 1
        await spawn(replicate())
        await io()
        if (replica !== 1) throw new Error('read the old value')
      }
      await all([spawn(change())])
    },
  },
]
