// The runtimes that the tests run on, and what some of them have in common.

export type Runtime = 'node' | 'bun' | 'deno' | 'chromium' | 'firefox' | 'webkit'

/** Runtimes that have something in common. */
const groups = {
  node: ['node'],
  /** Processes, files and the modules of Node. */
  server: ['node', 'bun', 'deno'],
  browser: ['chromium', 'firefox', 'webkit'],
  /** A page can be had: a browser's own, or one that Playwright opens, which is a program for Node. */
  page: ['node', 'chromium', 'firefox', 'webkit'],
  /** Servers that have what Bun lacks, or Deno. */
  exceptBun: ['node', 'deno'],
  exceptDeno: ['node', 'bun'],
  /** The engine of Node, Deno and Chromium. */
  v8: ['node', 'deno', 'chromium'],
  /** `createHook` of `node:async_hooks`. */
  hooksOfAsync: ['node', 'deno'],
  /** Engines whose `yield*` hands up the result object itself: not JavaScriptCore. */
  handsUp: ['node', 'deno', 'chromium', 'firefox'],
  /** Browsers whose windows call the listeners that capture before the others. */
  capturesFirst: ['firefox', 'webkit'],
  /** Where the body of a Request that has come is read in jobs, and not in a task of its own. */
  readsInJobs: ['node', 'bun', 'deno', 'chromium', 'webkit'],
  /** Engines that have `Error.stackTraceLimit`. */
  stackTraceLimit: ['node', 'deno', 'bun', 'chromium', 'webkit'],
} as const satisfies Record<string, readonly Runtime[]>

export type Where = keyof typeof groups

/** Is `runtime` one of those? */
export function appliesTo(where: Where, runtime: Runtime): boolean {
  const group: readonly Runtime[] | undefined = groups[where]
  if (group === undefined)
    throw new Error(`Expected one of ${Object.keys(groups).join(', ')}, got «${where}»`)
  return group.includes(runtime)
}

interface World {
  process?: { versions?: Record<string, string | undefined> }
  navigator?: { userAgent: string }
}

/** What the tests run on. */
export const runtime: Runtime = find(globalThis as World)

function find({ process, navigator }: World): Runtime {
  const { bun, deno, node } = process?.versions ?? {}
  if (bun !== undefined) return 'bun'
  if (deno !== undefined) return 'deno'
  if (node !== undefined) return 'node'
  if (/Firefox\//.test(navigator?.userAgent ?? '')) return 'firefox'
  return /Chrome\//.test(navigator?.userAgent ?? '') ? 'chromium' : 'webkit'
}
