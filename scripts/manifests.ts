// What a registry shows of each package: where its home is, who made it, what it is about, and links that
// lead somewhere from there too, where nothing lies beside the README. Run it after a package was added or
// the project has moved; scripts/test/manifests.test.ts holds the packages to it.

import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { home, pageOf } from './lib/home.ts'
import { type Package, packages, root } from './lib/workspace.ts'

const shared = ['asyncio', 'coroutine', 'generator', 'event loop', 'structured concurrency', 'cancellation']

const own: Readonly<Record<string, readonly string[]>> = {
  core: ['async', 'task', 'task group', 'timeout', 'future', 'typescript'],
  sync: ['lock', 'mutex', 'semaphore', 'queue', 'channel', 'rate limit'],
  streams: ['tcp', 'tls', 'socket', 'udp', 'subprocess', 'backpressure'],
  compat: ['promise', 'abortsignal', 'async iterable', 'asynclocalstorage', 'co', 'interop'],
  async: ['async await', 'promise', 'task', 'tslib', 'esbuild', 'virtual time'],
  testing: ['virtual time', 'fake timers', 'deterministic', 'race condition', 'vitest', 'jest'],
  service: ['retry', 'backoff', 'pool', 'memoize', 'circuit breaker', 'job queue'],
  distributed: ['bullmq', 'redis', 'job queue', 'worker', 'executor', 'distributed', 'rate limit'],
  console: ['console', 'debugger', 'observability', 'deadlock', 'blocked event loop', 'devtools'],
  opentelemetry: ['opentelemetry', 'tracing', 'instrumentation', 'metrics', 'observability'],
  web: [
    'http',
    'fetch',
    'server-sent events',
    'websocket',
    'graceful shutdown',
    'express',
    'fastify',
    'hono',
  ],
  executors: ['worker threads', 'thread pool', 'executor', 'piscina', 'cpu', 'parallel'],
}

/** A package's manifest as it should be; fields in the order npm's own documentation has them. */
export function publishable(pkg: Package): Record<string, unknown> {
  const manifest = pkg.manifest as unknown as Record<string, unknown>
  const { name, version, description, license, ...rest } = manifest
  const added = ['keywords', 'homepage', 'bugs', 'repository', 'author', 'publishConfig', 'main', 'alias']
  const others = Object.entries(rest).filter(([key]) => !added.includes(key) && key !== 'exports')
  const before = others.filter(([key]) => ['type', 'sideEffects', 'engines', 'files'].includes(key))
  const after = others.filter((entry) => !before.includes(entry))
  const directory = `packages/${pkg.id}`
  return {
    name,
    version,
    description,
    keywords: own[pkg.id] === undefined ? rest.keywords : [...shared, ...own[pkg.id]!],
    homepage: `${pageOf(directory, true)}#readme`,
    bugs: `${home}/issues`,
    repository: { type: 'git', url: `git+${home}.git`, directory },
    license,
    author: 'The acoro authors',
    ...Object.fromEntries(before),
    exports: rest.exports,
    ...withoutExports(rest.exports as Package['manifest']['exports']),
    publishConfig: {
      access: 'public',
      provenance: true,
      ...without(rest.publishConfig, 'access', 'provenance'),
    },
    ...Object.fromEntries(after),
  }
}

/** Parcel does not read `exports` unless it is told to: the main entry, and where the others are. */
function withoutExports(exports: Package['manifest']['exports']): object {
  const files = Object.entries(exports).flatMap(([subpath, target]) =>
    typeof target === 'string' ? [] : [[subpath, target.default] as const],
  )
  const others = files.filter(([subpath]) => subpath !== '.')
  return {
    main: files.find(([subpath]) => subpath === '.')?.[1],
    ...(others.length === 0 ? {} : { alias: Object.fromEntries(others) }),
  }
}

function without(object: unknown, ...keys: string[]): object {
  return Object.fromEntries(Object.entries(object as object).filter(([key]) => !keys.includes(key)))
}

const links = /(!?\[(?:[^\]]|\]\()*?\])\(([^()\s]+)\)/g

/** A README whose links hold on a registry's page: those to files of the repository lead to its home. */
export function portable(text: string, dir: string): string {
  const parts = text.split(/^(```[\s\S]*?^```$)/m)
  const relink = (link: string, label: string, target: string): string => {
    if (/^(#|[a-z]+:)/.test(target)) return link
    const [path = '', anchor] = target.split('#')
    const file = resolve(dir, path)
    if (!existsSync(file)) throw new Error(`${dir}/README.md links to ${target}, which does not exist`)
    const page = pageOf(relative(root, file).replaceAll(sep, '/'), statSync(file).isDirectory())
    return `${label}(${page}${anchor === undefined ? '' : `#${anchor}`})`
  }
  return parts.map((part, i) => (i % 2 === 0 ? part.replace(links, relink) : part)).join('')
}

/** The files of a package that should read otherwise, with what they should say. */
export function differences(pkg: Package): Map<string, string> {
  const found = new Map<string, string>()
  const compare = (name: string, change: (text: string) => string): void => {
    const path = join(pkg.dir, name)
    const text = readFileSync(path, 'utf8')
    const wanted = change(text)
    if (wanted !== text) found.set(path, wanted)
  }
  compare('package.json', () => `${JSON.stringify(publishable(pkg), null, 2)}\n`)
  compare('README.md', (text) => portable(text, pkg.dir))
  return found
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const pkg of packages()) for (const [path, text] of differences(pkg)) writeFileSync(path, text)
}
