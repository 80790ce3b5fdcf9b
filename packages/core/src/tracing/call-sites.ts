/**
 * The lines of a stack as objects (call sites), which V8 hands out to `Error.prepareStackTrace` alone.
 *
 * Most of the cost of a stack is making its text and parsing it. Call sites save both. But the function
 * belongs to the program, so it is replaced only while one stack of core is read, and only on Node.
 *
 * The text is read instead if it may differ from the call sites: the program or a tool has set a function of
 * its own, or source maps are on. Both ways return the same places; a test compares them.
 */

import { world } from '../current/host.ts'
import type { Captured } from './capture.ts'
import { home, isMachinery } from './machinery.ts'
import { StackFrame } from './stack-frame.ts'
import { placeIn } from './stack-text.ts'

/** What V8 gives for a line; the methods used here. */
export interface CallSite {
  getFunctionName(): string | null
  getScriptNameOrSourceURL(): string | null | undefined
  getLineNumber(): number
  getColumnNumber(): number
  isToplevel(): boolean
}

type Formatter = (error: unknown, sites: CallSite[]) => unknown

/** Undefined if the text is to be read. */
export function sitesOf(captured: Captured): readonly CallSite[] | undefined {
  const holder = Error as unknown as { prepareStackTrace?: Formatter | undefined }
  const formatter = holder.prepareStackTrace
  if (!isTextTheEngines(formatter)) return undefined
  holder.prepareStackTrace = takeSites
  try {
    const sites = captured.stack as unknown
    return Array.isArray(sites) ? sites : undefined
  } finally {
    holder.prepareStackTrace = formatter
  }
}

function takeSites(_error: unknown, sites: CallSite[]): unknown {
  return sites
}

/** Newer Nodes have a function of their own there, by this name. */
function isTextTheEngines(formatter: Formatter | undefined): boolean {
  if (world.process?.sourceMapsEnabled !== false) return false
  const { bun, deno } = world.process.versions ?? {}
  if ((bun ?? deno) !== undefined) return false
  return formatter === undefined || formatter.name === 'ErrorPrepareStackTrace'
}

/** The place of a site, whatever function it is in. */
export function placeOfSite(site: CallSite): StackFrame[] {
  return placeIn(`    at ${site}`)
}

/**
 * Adds the program's places; true where it came to `end`. Each question to a site costs, so few are asked.
 */
export function readSites(sites: readonly CallSite[], end: RegExp, places: StackFrame[]): boolean {
  const core = home()
  for (const site of sites) {
    const file = site.getScriptNameOrSourceURL()
    // The engine's own entry into a generator; code of eval() has undefined.
    if (file === null) continue
    const name = site.getFunctionName()
    if (name !== null && file?.startsWith(core)) {
      if (end.test(name)) return true
      if (isMachinery(name)) continue
    }
    // How methods and accessors are named is the engine's business.
    if (!file || !name || !site.isToplevel()) places.push(...placeOfSite(site))
    else places.push(new StackFrame(name, file, site.getLineNumber(), site.getColumnNumber()))
  }
  return false
}
