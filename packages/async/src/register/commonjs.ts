/**
 * CommonJS where Node has no hooks in place, as in Node 20. A thread's hooks do not reach `require`, and code
 * that they hand over cannot require a module. So the functions of the loader of CommonJS are replaced here,
 * as others do.
 */

import module from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { compile, sourceOf } from './compile.ts'
import { instead } from './instead.ts'

interface Loaded {
  readonly filename: string
  _compile(code: string, filename: string, format: string | undefined): void
}
type Load = (loaded: Loaded, filename: string) => void
type ResolveFilename = (asked: string, parent: Loaded | undefined, ...more: unknown[]) => string

interface Loader {
  readonly _extensions: Record<string, Load>
  _resolveFilename: ResolveFilename
}

export function hookCommonJs(): void {
  const loader = module as unknown as Loader
  const extensions = loader._extensions
  const loadScript = extensions['.js'] as Load
  for (const ending of ['.js', '.cjs', '.mjs', '.ts', '.cts', '.mts']) {
    const before = extensions[ending]
    const load: Load = (loaded, filename) => {
      const source = sourceOf(pathToFileURL(filename).href, null)
      const code = source && compile(source)
      if (code === null) (before ?? loadScript)(loaded, filename)
      else loaded._compile(code, filename, source?.format)
    }
    // One that is new stays hidden: `require('./x')` tries the endings that it sees.
    const enumerable = before !== undefined
    Object.defineProperty(extensions, ending, { value: load, configurable: true, writable: true, enumerable })
  }
  const resolveFilename = loader._resolveFilename
  loader._resolveFilename = function resolve(this: unknown, asked, parent, ...more): string {
    const parentURL = parent?.filename && pathToFileURL(parent.filename).href
    const found = instead(asked, parentURL)
    return resolveFilename.call(this, found === asked ? asked : fileURLToPath(found), parent, ...more)
  }
}
