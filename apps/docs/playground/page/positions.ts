// Where an error happened, in the reader's lines. Stacks name lines of the compiled modules; their maps lead
// back.

import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import type { Compiled } from '../base/program.ts'

/** A module is the body of a function, which has two lines of its own before it. */
const HEAD = 2

export class Positions {
  readonly #compiled: Compiled
  readonly #maps = new Map<string, TraceMap>()

  constructor(compiled: Compiled) {
    this.#compiled = compiled
  }

  /**
   * The text with `main.ts:12:5` of the compiled module as `main.ts:9` of the reader's; the rest as it is.
   */
  inText(text: string): string {
    return text
      .split('\n')
      .filter((line) => !/^\s*at .*(?:\bblob:|\(acoro:|<anonymous>)/.test(line) && !/@blob:/.test(line))
      .map((line) =>
        line.replace(/([\w.-]+\.ts):(\d+):(\d+)/g, (...found) => this.#original(...(found as Found))),
      )
      .join('\n')
  }

  #original(all: string, file: string, line: string, column: string): string {
    const map = this.#mapOf(file)
    if (map === undefined) return all
    const place = { line: Math.max(1, Number(line) - HEAD), column: Math.max(0, Number(column) - 1) }
    const found = originalPositionFor(map, place)
    return found.line === null ? file : `${file}:${found.line}`
  }

  #mapOf(file: string): TraceMap | undefined {
    const known = this.#maps.get(file)
    if (known !== undefined) return known
    if (!Object.hasOwn(this.#compiled.modules, file)) return undefined
    const map = new TraceMap(this.#compiled.modules[file]?.map ?? '{}')
    this.#maps.set(file, map)
    return map
  }
}

type Found = [all: string, file: string, line: string, column: string]
