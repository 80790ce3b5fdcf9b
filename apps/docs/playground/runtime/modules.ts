// The modules that a program may import: its own files, in the format of System.register, and acoro's
// packages, which are in this script already. Each is evaluated once, after those that it imports, and may
// await at its top.

import type { Compiled } from '../base/program.ts'

type Namespace = Record<string, unknown>
type Setter = (module: Namespace) => void
interface Declared {
  setters: Setter[]
  execute?: () => unknown
}
type Export = (name: string | Namespace, value?: unknown) => unknown
type Declare = (exportIt: Export, context: object) => Declared

/** Runs the main module. Rejects with what it, or a module that it imports, throws. */
export function load({ main, modules }: Compiled, given: ReadonlyMap<string, Namespace>): Promise<Namespace> {
  const loading = new Map<string, Promise<Namespace>>()

  const take = (name: string, from: string): Promise<Namespace> => {
    const known = given.get(name)
    if (known !== undefined) return Promise.resolve(known)
    const file = name.replace(/^\.\//, '')
    if (!Object.hasOwn(modules, file) || file === name)
      return Promise.reject(
        new Error(
          `${from} imports '${name}'. Here there are its own files (./x.ts) and ${[...given.keys()].filter((key) => key.startsWith('@')).join(', ')}`,
        ),
      )
    const found = loading.get(file)
    if (found !== undefined) return found
    const started = evaluate(file)
    loading.set(file, started)
    return started
  }

  const evaluate = async (file: string): Promise<Namespace> => {
    const exported: Namespace = {}
    const setExport: Export = (name, value) => {
      if (typeof name === 'string') exported[name] = value
      else Object.assign(exported, name)
      return value
    }
    const { imports, declare } = registered(modules[file]?.code ?? '', file)
    const context = { meta: { url: `file:///${file}` }, import: (name: string) => take(name, file) }
    const { setters, execute } = declare(setExport, context)
    for (const [at, name] of imports.entries()) setters[at]?.(await take(name, file))
    await execute?.()
    return exported
  }

  const started = evaluate(main)
  loading.set(main, started)
  return started
}

function registered(code: string, file: string): { imports: string[]; declare: Declare } {
  let found: { imports: string[]; declare: Declare } | undefined
  const System = {
    register: (imports: string[], declare: Declare): void => {
      found = { imports, declare }
    },
  }
  // The name is what stacks show. The code begins in their third line: two are the function's own.
  new Function('System', `${code}\n//# sourceURL=${file}`)(System)
  if (found === undefined) throw new Error(`Expected a module in ${file}`)
  return found
}
