// A program of about 25,000 lines, as people write them: coroutines that call one another, plain functions
// and classes.

import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const core: string = new URL('../../core/src/index.ts', import.meta.url).pathname

const FILES = 80

/** Writes the program; gives its folder and the number of its lines. */
export function generate(): { dir: string; lines: number } {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'acoro-lint-bench-')))
  mkdirSync(join(dir, 'src'))
  let lines = 0
  for (let n = 0; n < FILES; n++) {
    const text = file(n)
    lines += text.split('\n').length
    writeFileSync(join(dir, 'src', `part-${n}.ts`), text)
  }
  const base = {
    target: 'es2022',
    lib: ['es2023', 'esnext.disposable'],
    types: [],
    strict: true,
    noEmit: true,
  }
  const module = {
    module: 'esnext',
    moduleResolution: 'bundler',
    allowImportingTsExtensions: true,
    skipLibCheck: true,
  }
  writeFileSync(
    join(dir, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: { ...base, ...module, paths: { '@acoro/core': [core] } },
      include: ['src'],
    }),
  )
  return { dir, lines }
}

function file(n: number): string {
  const other = n === 0 ? '' : `import { load${n - 1}, Store${n - 1} } from './part-${n - 1}.ts'\n`
  const before = n === 0 ? 'sleep(1)' : `load${n - 1}(id)`
  const parts = Array.from({ length: 4 }, (_, i) => part(n, i, before))
  const store = n === 0 ? '' : `export const older${n} = new Store${n - 1}(${n})\n`
  return `import { coroutine, createTask, gather, sleep, throwIfCancelled } from '@acoro/core'\n${other}${parts.join('\n')}${store}`
}

function part(n: number, i: number, before: string): string {
  const suffix = i === 0 ? `${n}` : `${n}x${i}`
  return `
export interface Item${suffix} {
  id: number
  name: string
  tags: readonly string[]
}

export const load${suffix} = coroutine(function* (id: number) {
  const items: Item${suffix}[] = []
  try {
    yield* ${before}
    for (let at = 0; at < id; at++) items.push({ id: at, name: \`item \${at}\`, tags: [] })
  } catch (error) {
    throwIfCancelled(error)
    items.length = 0
  }
  const task = createTask(sleep(id))
  yield* gather([task, sleep(1)])
  return items.filter((item) => item.id > 1 && item.tags.length === 0).map((item) => item.name)
})

export class Store${suffix} {
  readonly limit: number
  #items = new Map<number, Item${suffix}>()

  constructor(limit: number) {
    this.limit = limit
  }

  add(item: Item${suffix}): boolean {
    if (this.#items.size >= this.limit) return false
    this.#items.set(item.id, item)
    return true
  }

  find(name: string): Item${suffix} | undefined {
    for (const item of this.#items.values()) {
      if (item.name === name || item.tags.includes(name)) return item
    }
    return undefined
  }

  summary(): string {
    const names = [...this.#items.values()].map(({ name }) => name.toUpperCase())
    return names.length > 3 ? \`\${names.slice(0, 3).join(', ')} and \${names.length - 3} more\` : names.join(', ')
  }
}

export function group${suffix}(items: readonly Item${suffix}[]): Record<string, Item${suffix}[]> {
  const groups: Record<string, Item${suffix}[]> = {}
  for (const item of items) {
    for (const tag of item.tags) {
      const group = groups[tag] ?? []
      group.push(item)
      groups[tag] = group
    }
  }
  return groups
}

export const main${suffix} = coroutine(function* () {
  const store = new Store${suffix}(10)
  const names = yield* load${suffix}(3)
  names.forEach((name, id) => store.add({ id, name, tags: [name] }))
  const all = yield* gather(names.map((_, id) => load${suffix}(id)))
  return all.flat().length + (store.find('item 1')?.tags.length ?? 0)
})

export async function plain${suffix}(urls: readonly string[]): Promise<number> {
  let sum = 0
  for (const url of urls) {
    const length = await Promise.resolve(url.length)
    sum += length % 2 === 0 ? length : -length
  }
  return Math.abs(sum)
}
`
}
