// What bundles for browsers have of core: files in place of those that only Node can use, and nothing that no
// code names.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { readPackage } from '../lib/workspace.ts'

const { dir, manifest } = readPackage('core')
const replaced = Object.entries((manifest as { browser?: Record<string, string> }).browser ?? {})

async function bundled(names: string, platform: 'browser' | 'neutral'): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: `export { ${names} } from './dist/index.js'`, resolveDir: dir },
    bundle: true,
    write: false,
    platform,
    format: 'iife',
    globalName: 'acoro',
  })
  return outputFiles[0]!.text
}

/** What a page lends to a program, and the program run in it. */
async function inPage(names: string, program: string): Promise<unknown> {
  const { setTimeout, clearTimeout, setInterval, clearInterval, performance, MessageChannel, console } =
    globalThis
  const page = { setTimeout, clearTimeout, setInterval, clearInterval, performance, MessageChannel, console }
  createContext(page)
  return runInContext(`${await bundled(names, 'browser')}\n;(async () => { ${program} })()`, page)
}

describe('a file that stands in for another one in browsers', () => {
  it.each(replaced)('%s: has the same exports, and classes of the same methods', async (file, other) => {
    const surface = async (path: string): Promise<unknown> => {
      const module = (await import(pathToFileURL(join(dir, path)).href)) as Record<
        string,
        { prototype?: object }
      >
      return Object.entries(module).map(([name, value]) => {
        return [name, Object.getOwnPropertyNames(value.prototype ?? {}).sort()]
      })
    }
    expect(await surface(other)).toEqual(await surface(file))
  })
})

describe('a bundle for browsers', () => {
  it('leaves out signals, call sites, and classes that no code names', async () => {
    const text = await bundled('run, sleep, gather', 'browser')
    const left = ['SIGKILL', 'SIGINT', 'SIGUSR2', 'prepareStackTrace', 'class ContextVar', 'class WaitQueue']
    expect(left.filter((part) => text.includes(part))).toEqual([])
  })

  it('that may run on a server has signals and call sites', async () => {
    const text = await bundled('run, sleep, gather', 'neutral')
    const needed = ['SIGKILL', 'SIGINT', 'SIGUSR2', 'prepareStackTrace']
    expect(needed.filter((part) => !text.includes(part))).toEqual([])
  })

  it('runs a program in a page', async () => {
    const said = await inPage(
      'run, sleep, gather',
      `return await acoro.run(function* main() {
        return yield* acoro.gather(acoro.sleep(1, 'a'), acoro.sleep(2, 'b'))
      })`,
    )
    expect([...(said as string[])]).toEqual(['a', 'b'])
  })

  it('says that a page has no signals', async () => {
    const said = await inPage(
      'EventLoop',
      `const loop = new acoro.EventLoop()
      const said = []
      for (const signal of ['SIGTERM', 15]) {
        try { loop.addSignalHandler(signal, () => {}) } catch (error) { said.push(String(error)) }
      }
      said.push(loop.removeSignalHandler('SIGTERM'))
      loop.close()
      return said`,
    )
    expect([...(said as unknown[])]).toEqual([
      'RuntimeError: This host has no signals: SIGTERM cannot be handled',
      "TypeError: Expected a signal name such as 'SIGTERM', got the number 15",
      false,
    ])
  })

  it('tells where the tasks of a page stand', async () => {
    const said = await inPage(
      'run, sleep, createTask, formatTasks',
      `return await acoro.run(function* main() {
        acoro.createTask((function* () { yield* acoro.sleep(9) })(), { name: 'other' })
        yield* acoro.sleep(0)
        return acoro.formatTasks({ limit: 0 })
      })`,
    )
    expect(said).toMatch(/^'Task-1' is running\n'other' waits for sleep until [\d.]+ ms$/)
  })
})

it('no JavaScript of dist carries a comment but where its map is', () => {
  const comments = [...readFileSync(join(dir, 'dist/index.js'), 'utf8').matchAll(/^\s*(?:\/\/|\/?\*).*/gm)]
  expect(comments.map(([line]) => line)).toEqual(['//# sourceMappingURL=index.js.map'])
})
